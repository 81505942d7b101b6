import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import type { Finding, FindingOf } from '../../../lib/insights/view/finding.ts';
import type { Holdings } from '../../../lib/licensing/assignment.ts';
import {
  A,
  daysBefore,
  figuresFor,
  listsOf,
  type SnapshotInput,
  seats,
  snapshotFor,
  user,
} from '../../fixtures/adoption.ts';

/** Some people of one kind, each with an id of its own. */
export const people = (kind: string, count: number, facts: Parameters<typeof user>[1] = {}): UserFacts[] =>
  Array.from({ length: count }, (_, index) => user(`${kind}-${index}`, facts));

/** Seats of Exchange Online alone, sold by p1: one product, one workload. */
export const mailSeats = (quantity: number) => listsOf({ p1: [seats('mail', quantity)] });

/** People who hold Exchange Online and those of them who use it. */
export const mailUsers = (holders: number, active: number): UserFacts[] => [
  ...people('active', active, { holds: ['mail'], active: { exchange: [0] } }),
  ...people('passive', holders - active, { holds: ['mail'] }),
];

/** The snapshot of a customer of Exchange Online alone. */
export const mailCustomer = (
  { sold, assigned, active }: { sold: number; assigned: number; active: number },
  more: SnapshotInput = {},
): Snapshot => snapshotFor(mailUsers(assigned, active), { seats: mailSeats(sold), ...more });

/** Held since so many days before the as-of day. */
export const heldFor = (sku: string, days: number): Holdings => ({ [sku]: [[A - days, true]] });

/** What fires of one rule at a customer as partner p1 sees it. */
export const firesOf = <Id extends Finding['id']>(
  id: Id,
  snapshot: Snapshot,
  more: Parameters<typeof figuresFor>[2] = {},
): FindingOf<Id>[] => figuresFor(snapshot, 'p1', more).findings.filter((one): one is FindingOf<Id> => one.id === id);

/** The ids of all rules that fire, each once, in alphabetical order. */
export const idsOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ id }) => id))].sort();

/** Cases of one poster, told up to so many days before the as-of day. */
export const casesOf = (howTo: number, toldDaysBefore = 0) => ({
  counts: { 'how-to': howTo, incident: 0, billing: 0, other: 0 },
  through: daysBefore(toldDaysBefore),
});
