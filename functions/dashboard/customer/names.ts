import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import type { SupportCategory } from '../../../lib/licensing/posted/support-cases.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';

type BasisName = keyof NonNullable<CustomerInsights['usage']['workloads'][number]['basis']>;
type SourceName = CustomerInsights['sources'][number]['source'];
type SeatSourceName = NonNullable<CustomerInsights['deployment']['products'][number]['seatSource']>;

/** On what active people stand. */
export const BASIS_NAMES: Readonly<Record<BasisName, string>> = {
  qualified: 'on qualified seats',
  lapsed: 'on lapsed seats',
  trial: 'on trial seats',
  overAssigned: 'beyond the seats there are',
  reassigned: 'whose seat went to somebody else',
  unlicensed: 'without a licence',
  unknown: 'not known',
};

/** Where figures come from. */
export const SOURCE_NAMES: Readonly<Record<SourceName, string>> = {
  activity: 'Activity',
  subscriptions: 'Subscriptions',
  assignments: 'Assignments',
  supportCases: 'Support cases',
};

/** Which source gave the seats of a product. */
export const SEAT_SOURCE_NAMES: Readonly<Record<SeatSourceName, string>> = {
  subscriptions: "sellers' lists",
  'graph.directorySubscriptions': 'tenant-wide list of subscriptions',
  'graph.subscribedSkus': 'tenant-wide totals',
};

/** Where a subscription stands in its life. */
export const STATE_NAMES: Readonly<Record<Subscription['state'], string>> = {
  active: 'Active',
  grace: 'In grace',
  suspended: 'Suspended',
  disabled: 'Disabled',
  deprovisioned: 'Deprovisioned',
  cancelled: 'Cancelled',
  upgraded: 'Upgraded',
  pending: 'Pending',
};

/** What customers asked for help with. */
export const CATEGORY_NAMES: Readonly<Record<SupportCategory, string>> = {
  'how-to': 'How-to questions',
  incident: 'Incidents',
  billing: 'Billing',
  other: 'Other',
};
