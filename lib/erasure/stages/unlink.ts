import type { Customer } from '../../customers/customer.ts';
import { removeErasedCustomer } from '../../customers/customer-table.ts';
import { relinkCustomer } from '../../portfolio/relink-customer.ts';
import { inOneGo, type Stage } from './stage.ts';

/**
 * Makes the customer gone for everybody: nothing is taken or shown of it any more, and what was made of portfolios that
 * held it is not handed out. Its id is taken until the erasure has ended, and nothing else is left of its profile.
 */
export const unlink: Stage = inOneGo(({ stores, job: { customerId }, now, asOf }) => {
  const { licensing, publishQueueUrl } = stores;
  const makeNext = (stored: Customer | undefined): Customer => ({
    customerId,
    name: customerId,
    partners: {},
    erasing: stored?.erasing ?? now.toISOString(),
  });
  return relinkCustomer({ licensing, publishQueueUrl, asOf }, customerId, makeNext);
});

/** At the very end, gives the customer's id free. One that is made anew under it is left alone. */
export const freeId: Stage = inOneGo(async ({ stores, job: { customerId, place } }) => {
  if (place.sweep === 2) await removeErasedCustomer(stores.licensing, customerId);
});
