/** A file that somebody may hand in, and how its header shows it. */
export interface KnownFile {
  /** What its owner calls it: a function of Graph's reports, or a report of Partner Center. */
  readonly name: string;
  /** The kind of import that takes it; none for files that are not imported. */
  readonly kind?: string;
  /** Columns that it has, which the files after it in the list do not have all. */
  readonly signs: readonly string[];
  /** A column that it has not, where that tells it from another file. */
  readonly without?: string;
}

const USER = 'User Principal Name';
const TENANT = 'CustomerTenantId';

/**
 * Most telling first. Microsoft Graph: the pages of `reportRoot` in its REST reference, v1.0. Partner Center: its pages
 * on Insights data definitions and on system queries for programmatic access.
 */
const KNOWN_FILES: readonly KnownFile[] = [
  {
    kind: 'graph.office365ActiveUserDetail',
    name: 'the report getOffice365ActiveUserDetail',
    signs: ['Has Exchange License', 'Exchange Last Activity Date'],
  },
  {
    kind: 'graph.teamsUserActivityUserDetail',
    name: 'the report getTeamsUserActivityUserDetail',
    signs: [USER, 'Team Chat Message Count'],
  },
  {
    kind: 'graph.yammerActivityUserDetail',
    name: 'the report getYammerActivityUserDetail',
    signs: [USER, 'Posted Count', 'Liked Count'],
  },
  {
    kind: 'graph.sharePointActivityUserDetail',
    name: 'the report getSharePointActivityUserDetail',
    signs: [USER, 'Synced File Count', 'Visited Page Count'],
  },
  {
    kind: 'graph.oneDriveActivityUserDetail',
    name: 'the report getOneDriveActivityUserDetail',
    signs: [USER, 'Synced File Count'],
  },
  { name: 'the report getEmailActivityUserDetail', signs: [USER, 'Send Count', 'Receive Count'] },
  { name: 'the report getM365AppUserDetail', signs: [USER, 'Last Activation Date', 'Outlook'] },
  { name: 'the report getYammerDeviceUsageUserDetail', signs: [USER, 'User State', 'Used Web'] },
  { name: 'the report getTeamsDeviceUsageUserDetail', signs: [USER, 'Used Web', 'Used Windows'] },
  { name: 'the report getSharePointSiteUsageDetail', signs: ['Site URL', 'Root Web Template'] },
  { name: 'the report getOneDriveUsageAccountDetail', signs: ['Site URL', 'Storage Used (Byte)'] },
  {
    // Has the Dynamics report's columns, but for those of Microsoft's own accounting.
    name: 'the report "Power BI license usage" of Partner Center',
    signs: [TENANT, 'PartnerHierarchy', 'AssignedSeats', 'ActiveSeats'],
    without: 'RevSumDivisionName',
  },
  {
    kind: 'partnerCenter.dynamicsUsage',
    name: 'the report "Dynamics 365 license usage" of Partner Center',
    signs: [TENANT, 'AvailableSeats', 'AssignedSeats', 'ActiveSeats'],
  },
  {
    name: 'the report "Enterprise Mobility license usage" of Partner Center',
    signs: [TENANT, 'SKUId', 'PaidAvailableUnits', 'MonthlyActiveUsers'],
  },
  { name: 'the report "CPOR-M365 usage" of Partner Center', signs: [TENANT, 'ClaimId', 'MonthlyActiveUsers'] },
  {
    name: 'the report "Office 365 license usage" of Partner Center',
    signs: [TENANT, 'WorkloadName', 'PaidAvailableUnits', 'MonthlyActiveUsers'],
  },
  { name: 'the report "Subscription details" of Partner Center', signs: ['SubscriptionState', 'AvailableSeatsEOP'] },
  { name: 'the report "Teams monthly usage" of Partner Center', signs: ['MonthKey', 'SubWorkload'] },
  { name: 'the report "Business applications usage" of Partner Center', signs: ['WorkloadCategory', 'PAMAU'] },
  {
    name: 'the list "Export subscriptions" of Partner Center',
    signs: ['Subscription ID', 'Subscription', 'Quantity', 'Reseller'],
  },
  {
    name: 'the list of customers of Partner Center',
    signs: ['Microsoft ID', 'Company name', 'Primary domain name'],
  },
];

/** How column names are compared: in lower case, without spaces, hyphens and underscores. */
export const foldColumn = (name: string): string => name.replaceAll(/[\s_-]+/gu, '').toLowerCase();

/** The file whose header this is, or `undefined`. */
export const recognise = (columns: readonly string[]): KnownFile | undefined => {
  const present = new Set(columns.map(foldColumn));
  const has = (name: string) => present.has(foldColumn(name));
  return KNOWN_FILES.find(({ signs, without }) => signs.every(has) && !(without !== undefined && has(without)));
};

/** "it looks like …", by the kind of import that takes such a file, or by its name where none does. */
export const likeness = ({ kind, name }: KnownFile): string =>
  `it looks like ${kind ?? `${name}, which is not imported`}`;

/** What the file that a kind of import takes is called. */
export const nameOfFile = (kind: string): string =>
  KNOWN_FILES.find((file) => file.kind === kind)?.name ?? `the file of ${kind}`;
