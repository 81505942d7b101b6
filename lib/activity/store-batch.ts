import type { Caller } from '../access/caller.ts';
import type { Table } from '../storage/table.ts';
import { storeActivity } from './activity-table.ts';
import { admitBatch, type Batch, type Outcome, outcomeOf, storedNothing } from './batch.ts';
import type { KnownCustomers } from './known-customers.ts';
import { addedCoverageOf, wordsWithout } from './screen-coverage.ts';
import { groupByUser } from './screen-events.ts';

/** Kept back from the storing of events, so that what was stored can still be acknowledged. */
const COVERAGE_MILLISECONDS = 3_000;

/** Where activity is stored, and what is known of the customers that it is of. */
export interface ActivityStores {
  readonly activity: Table;
  readonly customers: KnownCustomers;
}

/**
 * Stores what the caller may feed of a batch that was read, and then how far it carries each customer's activity; an
 * entry counts as stored only when both are done. `timeLeft` tells how many milliseconds there are. Returns what became
 * of each entry; `undefined` when nothing could be stored that may be later. Throws ContendedError.
 */
export const storeBatch = async (
  { activity, customers }: ActivityStores,
  caller: Caller,
  read: Batch,
  now: Date,
  timeLeft: () => number,
): Promise<Outcome | undefined> => {
  const batch = admitBatch(read, await customers.read(caller, read, now));
  const users = groupByUser(batch.events.kept);
  const unstored = await storeActivity(activity, users, timeLeft() - COVERAGE_MILLISECONDS);
  const stored = users.filter((user) => !unstored.has(user));
  const added = addedCoverageOf(stored, wordsWithout(batch.coverage.kept, unstored));
  const outcome = outcomeOf(batch, await customers.record(added, timeLeft()));
  return storedNothing(outcome, batch) ? undefined : outcome;
};
