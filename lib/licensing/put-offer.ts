import { type Caller, partnerOf } from '../access/caller.ts';
import { knowsProducts } from '../catalogue/product.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import { requirePartners } from '../customers/require-partners.ts';
import { dayOf, formatDay } from '../time/day.ts';
import { type OfferedSubscription, readOffer } from './offered-subscription.ts';
import type { SeatStores } from './post-changes.ts';
import { replaceLists, type SubscriptionsView, viewLists } from './seller-lists.ts';
import { changeSubscriptions } from './subscriptions-table.ts';

/**
 * Replaces the caller's own list of what a customer it sees was sold, or every seller's for an operator who acts for all,
 * as the truth of the day of `now`. Returns what the caller sees then. Throws the problems that stand against it, and
 * ContendedError.
 */
export const putOffer = async (
  { licensing, currentCatalogue }: SeatStores,
  caller: Caller,
  customerId: string,
  offered: readonly OfferedSubscription[],
  now: Date,
): Promise<SubscriptionsView> => {
  const partnerId = partnerOf(caller);
  await requireCustomer(licensing, caller, customerId);
  const named = offered.map(({ sku }) => sku);
  const catalogue = await currentCatalogue(now, (kept) => knowsProducts(kept, named));
  const sold = readOffer(offered, catalogue, partnerId);
  const sellers = offered.flatMap((one) => one.partnerId ?? []);
  if (partnerId === undefined) await requirePartners(licensing, sellers);
  const day = formatDay(dayOf(now));
  const replace = (current: Parameters<typeof replaceLists>[0]) => replaceLists(current, sold, partnerId, day);
  return viewLists(await changeSubscriptions(licensing, customerId, replace), partnerId);
};
