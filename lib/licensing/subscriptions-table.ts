import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, REMOVE, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { changeKeeping, type Keeping, type ReadKept } from './keeping.ts';
import type { MadeBy } from './made-by.ts';
import { type SubscriptionLists, subscriptionLists } from './subscription.ts';

const itemOf = (table: Table, customerId: string) => ({
  table,
  key: { owner: customerOwner(customerId), record: 'subscriptions' },
  schema: subscriptionLists,
});

/** The lists of all sellers, read consistently; empty when none was ever sent. */
export const readSubscriptions = async (table: Table, customerId: string): Promise<SubscriptionLists> =>
  (await readRevised(itemOf(table, customerId)))?.value ?? { lists: {} };

/**
 * Changes the one item that holds all sellers' lists; `change` runs again on the winner's lists after a lost race, and
 * answers `undefined` to leave them. Returns the lists as they are stored. Throws ContendedError, and what `change` does.
 */
export const changeSubscriptions = async (
  table: Table,
  customerId: string,
  change: (lists: SubscriptionLists) => SubscriptionLists | undefined,
): Promise<SubscriptionLists> => {
  let stored: SubscriptionLists = { lists: {} };
  await changeUnderRevision(itemOf(table, customerId), (current) => {
    const before = current ?? { lists: {} };
    const after = change(before);
    stored = after ?? before;
    return after;
  });
  return stored;
};

/** What of the lists an import replaces: a seller's own list, or all that were derived. */
export type ListsMade = { readonly seller: string } | 'derived';

const madeOf = ({ lists, derivedBy }: SubscriptionLists, what: ListsMade): MadeBy | undefined => {
  if (what === 'derived') return derivedBy;
  return Object.hasOwn(lists, what.seller) ? lists[what.seller]?.made : undefined;
};

const countOf = ({ lists }: SubscriptionLists = { lists: {} }, what: ListsMade): MadeBy['counts'] => {
  if (what === 'derived') return {};
  const own = Object.hasOwn(lists, what.seller) ? lists[what.seller] : undefined;
  return { subscriptions: own?.subscriptions.length ?? 0 };
};

/**
 * Changes the lists by an import, which keeps them as they were: `change` gives what it makes the mark that it is told.
 * Returns that mark. Throws ContendedError, and what `change` does.
 */
export const importSubscriptions = async (
  table: Table,
  customerId: string,
  keeping: Keeping,
  what: ListsMade,
  change: (lists: SubscriptionLists, made: MadeBy | undefined) => SubscriptionLists | undefined,
): Promise<MadeBy | undefined> => {
  const kept = {
    what: 'subscriptions',
    madeOf: (current: SubscriptionLists) => madeOf(current, what),
    count: (current: SubscriptionLists | undefined) => countOf(current, what),
  };
  return changeKeeping(itemOf(table, customerId), keeping, kept, (current = { lists: {} }, made) =>
    change(current, made),
  );
};

/**
 * Puts back the lists that an import replaced, where its own are still stored: `asBefore` makes them of those that are
 * stored now and those that were before. `readKept` gives what was kept by its name.
 */
export const putBackSubscriptions = async (
  table: Table,
  customerId: string,
  importId: string,
  what: ListsMade,
  readKept: ReadKept,
  asBefore: (current: SubscriptionLists, before: SubscriptionLists | undefined) => SubscriptionLists,
): Promise<void> => {
  const made = madeOf(await readSubscriptions(table, customerId), what);
  if (made?.importId !== importId) return;
  const before = made.kept === undefined ? undefined : subscriptionLists.parse(await readKept(made.kept));
  await changeUnderRevision(itemOf(table, customerId), (current) => {
    if (!current || madeOf(current, what)?.importId !== importId) return undefined;
    const after = asBefore(current, before);
    return before || after.ended || Object.keys(after.lists).length > 0 ? after : REMOVE;
  });
};
