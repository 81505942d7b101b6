import type { Recommendation } from '../../../lib/insights/view/finding.ts';
import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';
import type { SupportCategory } from '../../../lib/licensing/support-cases.ts';

type BasisName = keyof NonNullable<CustomerInsights['usage']['workloads'][number]['basis']>;
type SourceName = CustomerInsights['sources'][number]['source'];
type SeatSourceName = NonNullable<CustomerInsights['deployment']['products'][number]['seatSource']>;
type KeyOfAny<One> = One extends One ? keyof One : never;

/** What a recommendation may be based on, by name. */
export type EvidenceName = KeyOfAny<Recommendation['evidence']>;

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

/** What the counts behind a recommendation are called. */
export const EVIDENCE_NAMES: Readonly<Record<EvidenceName, string>> = {
  active: 'Active people',
  seats: 'Seats, one per person',
  usagePercent: 'Usage',
  thresholdPercent: 'Threshold',
  assigned: 'Assigned',
  sold: 'Seats sold',
  unassigned: 'Unassigned',
  neverAssigned: 'Never assigned',
  deploymentPercent: 'Deployment',
  howToCases: 'How-to questions',
  assignedPeople: 'People with a seat',
  casesPer100People: 'Questions per 100 people',
  usualPer100People: 'At three quarters of customers at most',
  activeEarlier: 'Active people 28 days earlier',
  seatsEarlier: 'Seats 28 days earlier',
  usagePercentEarlier: 'Usage 28 days earlier',
  renewsOn: 'Renews on',
  days: 'Days until then',
  quantity: 'Seats to renew',
  activeEntitlements: 'Seats used',
  beyondSeats: 'People beyond the seats',
  idle: 'Idle seats',
  idlePercent: 'Idle',
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
