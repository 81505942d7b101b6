import type { Caller } from '../access/caller.ts';
import { knowsProducts } from '../catalogue/product.ts';
import type { CurrentCatalogue } from '../catalogue/store/catalogue-reader.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import { Problem } from '../problem/problem.ts';
import type { Table } from '../storage/table.ts';
import type { Read } from '../values/leniently.ts';
import type { UserNames } from '../values/user-names.ts';
import { type AssignmentChange, MOST_CHANGES } from './assignment-change.ts';
import { type StoredChanges, storeChanges } from './store-changes.ts';

/** Where seats are kept, what products there are, and how users are named. */
export interface SeatStores {
  readonly licensing: Table;
  readonly currentCatalogue: CurrentCatalogue;
  readonly userNames: () => Promise<UserNames>;
}

/**
 * Stores the good ones of the changes that a caller posted of a customer it sees. `timeLeft` tells how many milliseconds
 * there are. Returns what became of each; `undefined` when nothing could be stored that may be later. Throws the problem
 * of too many changes, and that of a customer that the caller does not see.
 */
export const postChanges = async (
  { licensing, currentCatalogue, userNames }: SeatStores,
  caller: Caller,
  customerId: string,
  changes: readonly Read<AssignmentChange>[],
  { now, timeLeft }: { readonly now: Date; readonly timeLeft: () => number },
): Promise<StoredChanges | undefined> => {
  if (changes.length > MOST_CHANGES) throw tooManyChanges();
  await requireCustomer(licensing, caller, customerId);
  const named = changes.flatMap((change) => ('value' in change ? change.value.sku : []));
  const catalogue = await currentCatalogue(now, (kept) => knowsProducts(kept, named));
  const names = await userNames();
  const outcome = await storeChanges(licensing, customerId, changes, { catalogue, now, timeLeft, names });
  return outcome.accepted === 0 && outcome.rejected.some(({ code }) => code === 'try_again') ? undefined : outcome;
};

const tooManyChanges = (): Problem =>
  new Problem(
    400,
    'too_many_changes',
    `A request takes at most ${MOST_CHANGES} changes. Send them in several requests; nothing was stored.`,
  );
