import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { customerOwner } from './licensing-keys.ts';
import { type SubscriptionLists, subscriptionLists } from './subscription.ts';

const key = (customerId: string) => ({ owner: customerOwner(customerId), record: 'subscriptions' });

/** The lists of all sellers, read consistently; empty when none was ever sent. */
export const readSubscriptions = async (table: Table, customerId: string): Promise<SubscriptionLists> =>
  (await readRevised({ table, key: key(customerId), schema: subscriptionLists }))?.value ?? { lists: {} };

/**
 * Changes the one item that holds all sellers' lists; `change` runs again on the winner's lists after a lost race.
 * Returns the lists as they were stored. Throws ContendedError.
 */
export const changeSubscriptions = async (
  table: Table,
  customerId: string,
  change: (lists: SubscriptionLists) => SubscriptionLists,
): Promise<SubscriptionLists> => {
  let stored: SubscriptionLists = { lists: {} };
  await changeUnderRevision({ table, key: key(customerId), schema: subscriptionLists }, (current) => {
    stored = change(current ?? { lists: {} });
    return stored;
  });
  return stored;
};
