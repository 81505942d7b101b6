import type { Catalogue } from '../../catalogue/product.ts';
import { renewsMonthlyByItself } from '../../licensing/monthly-term.ts';
import type { SubscriptionLists } from '../../licensing/subscription.ts';
import { type Day, dayOf, formatDay, parseDay } from '../../time/day.ts';
import type { Snapshot } from './snapshot.ts';
import { THRESHOLDS } from './thresholds.ts';

/**
 * By seller: its paid, active subscriptions that renew within 90 days of the day on which this is computed, the next one
 * first. Those that renew each month by themselves are left out: nobody decides on them (design 6, ruling 11).
 */
export const renewalsOf = (
  lists: SubscriptionLists['lists'],
  catalogue: Catalogue,
  today: Day,
): Snapshot['renewals'] => {
  const [from, to] = [formatDay(today), formatDay(today + THRESHOLDS.renewalDays)];
  const renewals: Snapshot['renewals'] = {};
  for (const [seller, { subscriptions }] of Object.entries(lists)) {
    const next = subscriptions.flatMap((one) => {
      const { id, sku, quantity, state, isTrial, renewsOn } = one;
      if (renewsOn === undefined || renewsOn < from || renewsOn > to || quantity === 0) return [];
      if (renewsMonthlyByItself(one, today)) return [];
      const product = catalogue.products.get(sku);
      return product?.offer === 'paid' && state === 'active' && !isTrial ? [{ id, sku, quantity, renewsOn }] : [];
    });
    if (next.length > 0) renewals[seller] = next.sort((a, b) => (a.renewsOn < b.renewsOn ? -1 : 1));
  }
  return renewals;
};

/**
 * How many days there are from the day (UTC) on which figures were processed (ISO instant) until a renewal
 * (`YYYY-MM-DD`); negative once it is over. Advice, tables and files all count by this.
 */
export const daysUntilRenewal = (renewsOn: string, processedAt: string): number =>
  parseDay(renewsOn) - dayOf(new Date(processedAt));
