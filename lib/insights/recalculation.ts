import { readCalendars } from '../activity/activity-table.ts';
import { identityModeOf } from '../activity/identity-mode.ts';
import type { Catalogue } from '../catalogue/product.ts';
import { readAssignments } from '../licensing/assignments-table.ts';
import type { Coverage } from '../licensing/coverage.ts';
import { readCoverage } from '../licensing/coverage-table.ts';
import { readSeatTotals } from '../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../licensing/subscriptions-table.ts';
import type { Table } from '../storage/table.ts';
import type { Day } from '../time/day.ts';
import { snapshotOf, tallyContextOf } from './adoption.ts';
import { addUser, emptyTally } from './adoption-tally.ts';
import type { Snapshot } from './snapshot.ts';
import { joinByUser } from './user-facts.ts';
import type { UserFacts } from './user-standing.ts';

/**
 * Computes a customer's snapshot of day `asOf` in one pass over its users, reading consistently and in constant memory.
 * `now` tells the time, asked once when reading begins and once at the end.
 */
export const recalculate = async (
  { activity, licensing }: { activity: Table; licensing: Table },
  customerId: string,
  asOf: Day,
  catalogue: Catalogue,
  now: () => Date,
): Promise<Snapshot> => {
  const startedAt = now();
  const [coverage, { lists }, totals] = await Promise.all([
    readCoverage(licensing, customerId),
    readSubscriptions(licensing, customerId),
    readSeatTotals(licensing, customerId),
  ]);
  const records = { coverage, seats: { lists, totals } };
  const context = tallyContextOf(records, catalogue, asOf);
  const tally = emptyTally();
  const users = joinByUser(readCalendars(activity, customerId), readAssignments(licensing, customerId));
  for await (const user of users) if (isJoined(user, coverage)) addUser(tally, user, context);
  return snapshotOf({ customerId, startedAt, processedAt: now(), ...records, context, tally });
};

/** Concealed and readable names never join: those of the mode that was replaced are not counted. */
const isJoined = ({ userId }: UserFacts, { identityMode }: Coverage): boolean =>
  identityMode === undefined || identityModeOf(userId) === identityMode;
