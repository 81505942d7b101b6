import { IMPORT_KINDS } from '../../../lib/imports/formats/kinds/kinds.ts';
import type { ImportJob } from '../../../lib/imports/job/import-job.ts';

type Kind = ImportJob['kind'];

/** What each kind of file is called, and a line of what it is and where it comes from. */
export const KIND_TEXTS: Readonly<Record<Kind, { readonly name: string; readonly note: string }>> = {
  'graph.office365ActiveUserDetail': {
    name: 'Microsoft 365 active users',
    note: 'Who used which service last, and who holds which product. CSV: Graph’s getOffice365ActiveUserDetail.',
  },
  'graph.users': {
    name: 'Users and their licences',
    note: 'Who holds what, directly or by a group. JSON: Graph’s answer to GET /users.',
  },
  'graph.directorySubscriptions': {
    name: 'Subscriptions of a tenant',
    note: 'Seats of all sellers, with trials. JSON: Graph’s answer to GET /directory/subscriptions.',
  },
  'graph.subscribedSkus': {
    name: 'Seats of a tenant',
    note: 'Seats of all sellers by product. JSON: Graph’s answer to GET /subscribedSkus.',
  },
  'partnerCenter.subscriptions': {
    name: 'What you sold',
    note: 'Replaces your own list of a customer’s subscriptions. JSON: Partner Center’s answer to GET /customers/{id}/subscriptions.',
  },
  'graph.teamsUserActivityUserDetail': {
    name: 'Teams activity',
    note: 'Who used Teams last. CSV: Graph’s getTeamsUserActivityUserDetail.',
  },
  'graph.sharePointActivityUserDetail': {
    name: 'SharePoint activity',
    note: 'Who used SharePoint last. CSV: Graph’s getSharePointActivityUserDetail.',
  },
  'graph.oneDriveActivityUserDetail': {
    name: 'OneDrive activity',
    note: 'Who used OneDrive last; it counts as SharePoint. CSV: Graph’s getOneDriveActivityUserDetail.',
  },
  'graph.yammerActivityUserDetail': {
    name: 'Viva Engage (Yammer) activity',
    note: 'Who read, posted or liked last. CSV: Graph’s getYammerActivityUserDetail.',
  },
  'partnerCenter.dynamicsUsage': {
    name: 'Dynamics 365 usage by month',
    note: 'Seats assigned and active of many customers, without people. CSV or TSV: Partner Center’s Dynamics 365 license usage.',
  },
};

/** The forms of files that do not say their day. */
const WITHOUT_DAY: readonly string[] = ['seatTotals', 'sellerList', 'userList'];

/** The forms of files that name users. */
const OF_USERS: readonly string[] = ['userReport', 'activityReport', 'userList'];

/** The kinds in the order in which they are offered: those that most is told by come first. */
export const OFFERED_KINDS = Object.keys(KIND_TEXTS) as Kind[]; // Object.keys forgets the literal types

/** What a request for an import of the kind has to say besides. */
export const needsOf = (kind: Kind): { customer: boolean; day: boolean; identities: boolean } => {
  const { form } = IMPORT_KINDS[kind];
  return {
    customer: form !== 'reportedUsage',
    day: WITHOUT_DAY.includes(form),
    identities: OF_USERS.includes(form),
  };
};
