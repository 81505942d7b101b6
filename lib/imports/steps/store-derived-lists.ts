import pMap from 'p-map';
import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { readPartner } from '../../customers/partner-table.ts';
import { deriveLists } from '../../licensing/derived-lists.ts';
import type { Subscription } from '../../licensing/subscription.ts';
import { importSubscriptions } from '../../licensing/subscriptions-table.ts';
import { subscriptionsByPartner } from '../../licensing/tenant-sellers.ts';
import { addWarning } from '../formats/findings.ts';
import { type ImportStep, keepingOf } from './import-step.ts';

/**
 * Makes the lists of partners who hold the customer and never sent one, of a file of day `day` that names the tenant that
 * created each subscription (`byOwner`). A partner's file speaks for that partner alone: nobody writes another's list.
 */
export const storeDerivedLists = async (
  step: Pick<ImportStep, 'licensing' | 'job' | 'found' | 'kept' | 'now'>,
  byOwner: ReadonlyMap<string, readonly Subscription[]>,
  day: string,
): Promise<void> => {
  const { licensing, job, found } = step;
  const customer = await readCustomer(licensing, job.customerId);
  const partners = await pMap(Object.keys(customer?.partners ?? {}), (id) => readPartner(licensing, id), {
    concurrency: 10,
  });
  const derived = subscriptionsByPartner(
    partners.filter((one) => one !== undefined),
    byOwner,
  );
  const maySet = (seller: string) => job.portfolio === OPERATOR_PORTFOLIO || job.portfolio === seller;
  let full = false;
  await importSubscriptions(licensing, job.customerId, keepingOf(step), 'derived', (current, made) => {
    const { lists, noRoom } = deriveLists(current, derived, { maySet, day });
    full = noRoom;
    return lists && { ...lists, derivedBy: made };
  });
  if (full)
    addWarning(
      found,
      'too_many_subscriptions',
      'The subscriptions of a partner, by the tenant that created them, found no room and were left out. The seats of all sellers are stored.',
    );
};
