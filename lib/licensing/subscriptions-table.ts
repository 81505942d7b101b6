import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type SubscriptionLists, subscriptionLists } from './subscription.ts';

const key = (customerId: string) => ({ owner: customerOwner(customerId), record: 'subscriptions' });

/** The lists of all sellers, read consistently; empty when none was ever sent. */
export const readSubscriptions = async (table: Table, customerId: string): Promise<SubscriptionLists> =>
  (await readRevised({ table, key: key(customerId), schema: subscriptionLists }))?.value ?? { lists: {} };

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
  await changeUnderRevision({ table, key: key(customerId), schema: subscriptionLists }, (current) => {
    const before = current ?? { lists: {} };
    const after = change(before);
    stored = after ?? before;
    return after;
  });
  return stored;
};
