import type { Catalogue } from '../../catalogue/product.ts';
import type { SubscriptionLists } from '../../licensing/subscription.ts';
import { type Day, formatDay } from '../../time/day.ts';
import type { Snapshot } from './snapshot.ts';
import { THRESHOLDS } from './thresholds.ts';

/** By seller: its paid, active subscriptions that renew within 90 days of day `asOf`, the next one first. */
export const renewalsOf = (
  lists: SubscriptionLists['lists'],
  catalogue: Catalogue,
  asOf: Day,
): Snapshot['renewals'] => {
  const [from, to] = [formatDay(asOf), formatDay(asOf + THRESHOLDS.renewalDays)];
  const renewals: Snapshot['renewals'] = {};
  for (const [seller, { subscriptions }] of Object.entries(lists)) {
    const next = subscriptions.flatMap(({ id, sku, quantity, state, isTrial, renewsOn }) => {
      if (renewsOn === undefined || renewsOn < from || renewsOn > to || quantity === 0) return [];
      const product = catalogue.products.get(sku);
      return product?.offer === 'paid' && state === 'active' && !isTrial ? [{ id, sku, quantity, renewsOn }] : [];
    });
    if (next.length > 0) renewals[seller] = next.sort((a, b) => (a.renewsOn < b.renewsOn ? -1 : 1));
  }
  return renewals;
};
