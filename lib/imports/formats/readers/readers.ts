import type { Catalogue } from '../../../catalogue/product.ts';
import type { Day } from '../../../time/day.ts';
import type { OpenCustomers } from '../customer-row.ts';
import type { OpenIdentities } from '../identity-row.ts';
import type { ActivityReportKind, ImportKind } from '../kinds/import-kind.ts';
import { IMPORT_KINDS, type Kind } from '../kinds/kinds.ts';
import type { ParsedSeatTotals } from '../parsed-seats.ts';
import type { LicensedRow, OpenReport } from '../report-row.ts';
import type { OpenSold } from '../sold-row.ts';
import type { OpenUsage } from '../usage-row.ts';
import { openCustomers } from './customers.ts';
import { openCopilotUsers } from './graph-copilot-users.ts';
import { parseDirectorySubscriptions } from './graph-directory-subscriptions.ts';
import { openOffice365ActiveUserDetail } from './graph-office365-active-users.ts';
import { parseSubscribedSkus } from './graph-subscribed-skus.ts';
import { collectUsers } from './graph-users.ts';
import { openIdentities } from './identities.ts';
import { openLastActivityReport } from './last-activity-report.ts';
import { openDynamicsUsage } from './partner-center-dynamics-usage.ts';
import { parsePartnerCenterSubscriptions } from './partner-center-subscriptions.ts';
import { collectSeats } from './seats.ts';
import { openSubscriptions } from './subscriptions.ts';

/** What reads the files of each form. All throw FileRefused for a file that is not theirs; `today` is the file's day. */
interface ReaderOfForm {
  readonly seatTotals: (document: unknown, catalogue: Catalogue, today: Day) => ParsedSeatTotals;
  readonly sellerList: typeof parsePartnerCenterSubscriptions;
  readonly userList: typeof collectUsers;
  readonly userReport: OpenReport<LicensedRow>;
  readonly activityReport: OpenReport;
  readonly reportedUsage: OpenUsage;
  readonly soldFile: OpenSold;
  readonly customerFile: OpenCustomers;
  readonly identityFile: OpenIdentities;
  readonly seatFile: typeof collectSeats;
}
type ReadersOf<SomeKind extends ImportKind> = { readonly [One in SomeKind as One['kind']]: ReaderOfForm[One['form']] };

/** The readers of the reports on one workload in a list of kinds: such a kind says itself all that there is to reading it. */
export const activityReportReaders = <SomeKind extends ImportKind>(
  kinds: readonly SomeKind[],
): ReadersOf<Extract<SomeKind, ActivityReportKind>> =>
  // Object.fromEntries forgets which name is whose.
  Object.fromEntries(
    kinds.flatMap((one) => ('workload' in one ? [[one.kind, openLastActivityReport(one)]] : [])),
  ) as ReadersOf<Extract<SomeKind, ActivityReportKind>>;

/** The readers of the kinds that have one of their own. */
const OWN_READERS: ReadersOf<Exclude<Kind, ActivityReportKind>> = {
  'graph.subscribedSkus': parseSubscribedSkus,
  'graph.directorySubscriptions': parseDirectorySubscriptions,
  'graph.office365ActiveUserDetail': openOffice365ActiveUserDetail,
  'graph.users': collectUsers,
  'graph.copilot-users': openCopilotUsers,
  'partnerCenter.subscriptions': parsePartnerCenterSubscriptions,
  'partnerCenter.dynamicsUsage': openDynamicsUsage,
  seats: collectSeats,
  subscriptions: openSubscriptions,
  customers: openCustomers,
  identities: openIdentities,
};

/** What reads the files of every kind of import. */
export const READERS: ReadersOf<Kind> = { ...OWN_READERS, ...activityReportReaders(IMPORT_KINDS) };
