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

/**
 * Graph's reports, by the kinds of import that take them: a path below `/v1.0/`, but for the period. Of 30 days, as those of
 * some workloads list only who was active in their period, and a window has 28.
 */
export const GRAPH_REPORTS = {
  'graph.office365ActiveUserDetail': 'reports/getOffice365ActiveUserDetail',
  'graph.teamsUserActivityUserDetail': 'reports/getTeamsUserActivityUserDetail',
  'graph.sharePointActivityUserDetail': 'reports/getSharePointActivityUserDetail',
  'graph.oneDriveActivityUserDetail': 'reports/getOneDriveActivityUserDetail',
  'graph.yammerActivityUserDetail': 'reports/getYammerActivityUserDetail',
} as const satisfies Record<(typeof FETCHED_REPORTS)[number], string>;
export type ReportKind = keyof typeof GRAPH_REPORTS;

export const REPORTS_PERMISSION = 'Reports.Read.All';
export const CONTRACTS_PERMISSION = 'Directory.Read.All';
/** What lets an application ask Partner Center on behalf of a user; what that user may see is up to their role there. */
export const PARTNER_CENTER_PERMISSION = 'user_impersonation (Microsoft Partner Center)';

/** The permissions at Graph that the application is to have in each customer's tenant. */
export const GRAPH_PERMISSIONS: readonly string[] = [
  ...new Set([...Object.values(GRAPH_LISTS).map(({ permission }) => permission), REPORTS_PERMISSION]),
];

export const isGraphList = (kind: KindName): kind is GraphListKind => Object.hasOwn(GRAPH_LISTS, kind);
export const isReport = (kind: KindName): kind is ReportKind => Object.hasOwn(GRAPH_REPORTS, kind);
