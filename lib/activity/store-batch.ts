import type { Caller } from '../access/caller.ts';
import type { Table } from '../storage/table.ts';
import { storeActivity } from './activity-table.ts';
import { admitBatch, type Batch, type Outcome, outcomeOf, storedNothing } from './batch.ts';
import { readFedCustomers, recordCoverage } from './fed-customers.ts';
import { addedCoverageOf, wordsWithout } from './screen-coverage.ts';
import { groupByUser } from './screen-events.ts';

/** Kept back from the storing of events, so that what was stored can still be acknowledged. */
const COVERAGE_MILLISECONDS = 3_000;

/** Where activity is stored, and how far it carries. */
export interface ActivityStores {
  readonly activity: Table;
  readonly licensing: Table;
}

/**
 * Stores what the caller may feed of a batch that was read, and then how far it carries each customer's activity; an
 * entry counts as stored only when both are done. `timeLeft` tells how many milliseconds there are. Returns what became
 * of each entry; `undefined` when nothing could be stored that may be later. Throws ContendedError.
 */
export const storeBatch = async (
  { activity, licensing }: ActivityStores,
  caller: Caller,
  read: Batch,
  timeLeft: () => number,
): Promise<Outcome | undefined> => {
  const customers = await readFedCustomers(licensing, caller, read);
  const batch = admitBatch(read, customers);
  const users = groupByUser(batch.events.kept);
  const unstored = await storeActivity(activity, users, timeLeft() - COVERAGE_MILLISECONDS);
  const stored = users.filter((user) => !unstored.has(user));
  const added = addedCoverageOf(stored, wordsWithout(batch.coverage.kept, unstored));
  const outcome = outcomeOf(batch, await recordCoverage(licensing, customers, added, timeLeft()));
  return storedNothing(outcome, batch) ? undefined : outcome;
};
