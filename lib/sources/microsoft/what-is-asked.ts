import type { KindName } from '../../imports/formats/kinds/kinds.ts';
import type { FETCHED_REPORTS } from './settings.ts';

/** A list of Graph: a path below `/v1.0/`, and the least permission that it takes. */
interface GraphList {
  readonly path: string;
  readonly permission: string;
}

/** Graph's lists, by the kinds of import that take them (Graph reference, the permissions of each call). */
export const GRAPH_LISTS = {
  'graph.users': {
    path: 'users?$select=id,userPrincipalName,accountEnabled,assignedLicenses,licenseAssignmentStates&$top=999',
    permission: 'User.Read.All',
  },
  'graph.subscribedSkus': { path: 'subscribedSkus', permission: 'LicenseAssignment.Read.All' },
  'graph.directorySubscriptions': { path: 'directory/subscriptions', permission: 'Organization.Read.All' },
} as const satisfies Partial<Record<KindName, GraphList>>;
export type GraphListKind = keyof typeof GRAPH_LISTS;

/** A report of Graph: a path below `/v1.0/`, and what it is asked of. */
interface GraphReport {
  readonly path: string;
  readonly period: string;
  /** Whether it lists nobody where nobody has the product: no row is then no news. */
  readonly mayBeEmpty?: boolean;
}

/** Of 30 days, as reports on some workloads list only who was active in their period, and a window has 28. */
const PERIOD = "period='D30'";

/** Graph's reports, by the kinds of import that take them. */
export const GRAPH_REPORTS: Readonly<Record<(typeof FETCHED_REPORTS)[number], GraphReport>> = {
  'graph.office365ActiveUserDetail': { path: 'reports/getOffice365ActiveUserDetail', period: PERIOD },
  'graph.teamsUserActivityUserDetail': { path: 'reports/getTeamsUserActivityUserDetail', period: PERIOD },
  'graph.sharePointActivityUserDetail': { path: 'reports/getSharePointActivityUserDetail', period: PERIOD },
  'graph.oneDriveActivityUserDetail': { path: 'reports/getOneDriveActivityUserDetail', period: PERIOD },
  'graph.yammerActivityUserDetail': { path: 'reports/getYammerActivityUserDetail', period: PERIOD },
  'graph.copilot-users': {
    path: 'copilot/reports/getMicrosoft365CopilotUsageUserDetail',
    period: "period='D28',version='v2'",
    mayBeEmpty: true,
  },
};
export type ReportKind = keyof typeof GRAPH_REPORTS;

export const REPORTS_PERMISSION = 'Reports.Read.All';
export const CONTRACTS_PERMISSION = 'Directory.Read.All';
/** What lets an application ask Partner Center on behalf of a user; what that user may see is up to their role there. */
export const PARTNER_CENTER_PERMISSION = 'user_impersonation (Microsoft Partner Center)';

/** What the partner's user is to be in a customer's tenant to consent there (Partner Center, "control panel vendor APIs"). */
export const CONSENT_ROLES = 'Application Administrator or Cloud Application Administrator in the tenant (GDAP)';

/** The permissions at Graph that the application is to have in each customer's tenant. */
export const GRAPH_PERMISSIONS: readonly string[] = [
  ...new Set([...Object.values(GRAPH_LISTS).map(({ permission }) => permission), REPORTS_PERMISSION]),
];

export const isGraphList = (kind: KindName): kind is GraphListKind => Object.hasOwn(GRAPH_LISTS, kind);
export const isReport = (kind: KindName): kind is ReportKind => Object.hasOwn(GRAPH_REPORTS, kind);
