import type { HeaderSigns } from './import-kind.ts';

const USER = 'User Principal Name';
const TENANT = 'CustomerTenantId';

/**
 * CSV files that somebody may hand in by mistake, as no kind of import takes them. Microsoft Graph: the pages of
 * `reportRoot` in its REST reference, v1.0. Partner Center: its pages on Insights data definitions and on system queries
 * for programmatic access.
 */
export const OTHER_FILES: readonly HeaderSigns[] = [
  { file: 'the report getEmailActivityUserDetail', columns: [USER, 'Send Count', 'Receive Count'] },
  { file: 'the report getM365AppUserDetail', columns: [USER, 'Last Activation Date', 'Outlook'] },
  { file: 'the report getYammerDeviceUsageUserDetail', columns: [USER, 'User State', 'Used Web'] },
  { file: 'the report getTeamsDeviceUsageUserDetail', columns: [USER, 'Used Web', 'Used Windows'] },
  { file: 'the report getSharePointSiteUsageDetail', columns: ['Site URL', 'Root Web Template'] },
  { file: 'the report getOneDriveUsageAccountDetail', columns: ['Site URL', 'Storage Used (Byte)'] },
  {
    // Has the Dynamics report's columns, but for those of Microsoft's own accounting.
    file: 'the report "Power BI license usage" of Partner Center',
    columns: [TENANT, 'PartnerHierarchy', 'AssignedSeats', 'ActiveSeats'],
    without: 'RevSumDivisionName',
  },
  {
    file: 'the report "Enterprise Mobility license usage" of Partner Center',
    columns: [TENANT, 'SKUId', 'PaidAvailableUnits', 'MonthlyActiveUsers'],
  },
  { file: 'the report "CPOR-M365 usage" of Partner Center', columns: [TENANT, 'ClaimId', 'MonthlyActiveUsers'] },
  {
    file: 'the report "Office 365 license usage" of Partner Center',
    columns: [TENANT, 'WorkloadName', 'PaidAvailableUnits', 'MonthlyActiveUsers'],
    without: 'ClaimId',
  },
  { file: 'the report "Subscription details" of Partner Center', columns: ['SubscriptionState', 'AvailableSeatsEOP'] },
  { file: 'the report "Teams monthly usage" of Partner Center', columns: ['MonthKey', 'SubWorkload'] },
  { file: 'the report "Business applications usage" of Partner Center', columns: ['WorkloadCategory', 'PAMAU'] },
  {
    file: 'the list "Export subscriptions" of Partner Center',
    columns: ['Subscription ID', 'Subscription', 'Quantity', 'Reseller'],
  },
  {
    file: 'the list of customers of Partner Center',
    columns: ['Microsoft ID', 'Company name', 'Primary domain name'],
  },
];
