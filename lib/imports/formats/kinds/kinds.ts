import * as z from 'zod';
import type { Catalogue } from '../../../catalogue/product.ts';
import type { SeatTotalSource } from '../../../licensing/seat-totals.ts';
import type { Day } from '../../../time/day.ts';
import type { ParsedSeatTotals } from '../parsed-seats.ts';
import type { LicensedRow, OpenReport } from '../report-row.ts';
import type { OpenUsage } from '../usage-row.ts';
import { parseDirectorySubscriptions } from './parse-directory-subscriptions.ts';
import { openDynamicsUsage } from './parse-dynamics-usage.ts';
import { openOffice365ActiveUserDetail } from './parse-office365-active-user-detail.ts';
import { openOneDriveActivityUserDetail } from './parse-onedrive-activity-user-detail.ts';
import { parsePartnerCenterSubscriptions } from './parse-partner-center-subscriptions.ts';
import { openSharePointActivityUserDetail } from './parse-sharepoint-activity-user-detail.ts';
import { parseSubscribedSkus } from './parse-subscribed-skus.ts';
import { openTeamsUserActivityUserDetail } from './parse-teams-user-activity-user-detail.ts';
import { parseUsers } from './parse-users.ts';
import { openYammerActivityUserDetail } from './parse-yammer-activity-user-detail.ts';

/** A JSON document that lists all seats of a customer. It does not say its day. */
export interface SeatTotalsKind {
  readonly form: 'seatTotals';
  readonly source: SeatTotalSource;
  /** Throws FileRefused; `today` is the file's day. */
  readonly parse: (document: unknown, catalogue: Catalogue, today: Day) => ParsedSeatTotals;
}

/** A CSV file with a row per user of a customer, which says its day, what users did and which products they hold. */
export interface UserReportKind {
  readonly form: 'userReport';
  readonly open: OpenReport<LicensedRow>;
}

/** A CSV file with a row per user of a customer, which says its day and what users did, and nothing of who holds what. */
export interface ActivityReportKind {
  readonly form: 'activityReport';
  readonly open: OpenReport;
}

/** A JSON document that lists what one partner sold to a customer: the partner that hands it in. It does not say its day. */
export interface SellerListKind {
  readonly form: 'sellerList';
  readonly parse: typeof parsePartnerCenterSubscriptions;
}

/** A JSON document that lists all users of a customer with the products they hold. It does not say its day. */
export interface UserListKind {
  readonly form: 'userList';
  readonly parse: typeof parseUsers;
}

/** A CSV or TSV file of many customers, which says of each month how many seats were assigned and active, without users. */
export interface ReportedUsageKind {
  readonly form: 'reportedUsage';
  readonly open: OpenUsage;
}

export type ImportKind =
  | SeatTotalsKind
  | SellerListKind
  | UserListKind
  | UserReportKind
  | ActivityReportKind
  | ReportedUsageKind;

/** Every kind of file that can be handed in: its parser, and what is made of its rows. */
export const IMPORT_KINDS = {
  'graph.subscribedSkus': { form: 'seatTotals', source: 'graph.subscribedSkus', parse: parseSubscribedSkus },
  'graph.directorySubscriptions': {
    form: 'seatTotals',
    source: 'graph.directorySubscriptions',
    parse: parseDirectorySubscriptions,
  },
  'graph.office365ActiveUserDetail': { form: 'userReport', open: openOffice365ActiveUserDetail },
  'graph.users': { form: 'userList', parse: parseUsers },
  'partnerCenter.subscriptions': { form: 'sellerList', parse: parsePartnerCenterSubscriptions },
  'graph.teamsUserActivityUserDetail': { form: 'activityReport', open: openTeamsUserActivityUserDetail },
  'graph.yammerActivityUserDetail': { form: 'activityReport', open: openYammerActivityUserDetail },
  'graph.oneDriveActivityUserDetail': { form: 'activityReport', open: openOneDriveActivityUserDetail },
  'graph.sharePointActivityUserDetail': { form: 'activityReport', open: openSharePointActivityUserDetail },
  'partnerCenter.dynamicsUsage': { form: 'reportedUsage', open: openDynamicsUsage },
} as const satisfies Readonly<Record<string, ImportKind>>;

export const importKindName = z
  .enum(Object.keys(IMPORT_KINDS) as [keyof typeof IMPORT_KINDS]) // Object.keys forgets the literal types
  .meta({ id: 'ImportKind' });

/** Whether files of a kind name their customers themselves, in place of the request. */
export const namesCustomers = (kind: z.infer<typeof importKindName>): boolean =>
  IMPORT_KINDS[kind].form === 'reportedUsage';
