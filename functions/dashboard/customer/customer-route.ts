import * as z from 'zod';
import { type Caller, may, partnerOf } from '../../../lib/access/caller.ts';
import { readShownVersion } from '../../../lib/catalogue/store/shown-version.ts';
import type { Comparison } from '../../../lib/insights/view/comparison.ts';
import { viewLists } from '../../../lib/licensing/seller-lists.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { Problem, unknownCustomer } from '../../../lib/problem/problem.ts';
import { compareDays } from '../../../lib/reading/comparison.ts';
import { readRecentDays } from '../../../lib/reading/recent-days.ts';
import { dayOf, dayText, formatDay } from '../../../lib/time/day.ts';
import { entityId } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { offeredProducts } from '../site/offered-products.ts';
import { licensing, stores } from '../site/stores.ts';
import { shellFor } from '../site/surroundings.ts';
import { customerPage } from './customer-page.tsx';
import { customerEmptyPage } from './empty-customer-page.tsx';
import { trendTexts } from './trend-texts.ts';

/** What whoever hands in files needs. */
const FOR_IMPORTS = ['activity:write', 'licensing:write'] as const;

export const customer = definePage(ROUTES.customer, {
  scopes: ['insights:read'],
  path: z.object({ id: z.string() }),
  query: z.object({ asOf: dayText.optional(), from: dayText.optional(), to: dayText.optional() }),
  answer: async ({ path: { id }, query: asked, visitor, now }) => {
    if (!entityId.safeParse(id).success) throw unknownCustomer(id);
    const { caller } = visitor;
    const [shell, { insights, ...recent }, lists, compared] = await Promise.all([
      shellFor(visitor),
      readRecentDays(stores, caller, id, asked.asOf, now),
      readSubscriptions(licensing, id),
      comparisonFor(caller, id, asked, now),
    ]);
    const standing = { ...recent, asked, today: formatDay(dayOf(now)) };
    if (!insights) return { document: customerEmptyPage(standing, shell) };
    const [{ products }, offered] = await Promise.all([
      readShownVersion(stores.versions, insights.catalogVersion),
      offeredProducts(visitor, insights.seatsNotCounted),
    ]);
    const view = {
      ...standing,
      insights,
      subscriptions: viewLists(lists, partnerOf(caller)),
      productName: (sku: string) => products.get(sku)?.name ?? sku,
      ofAll: partnerOf(caller) === undefined,
      offered,
      mayMapIdentities: FOR_IMPORTS.every((scope) => may(caller, [scope])),
      compared,
    };
    return { document: customerPage(view, shell) };
  },
});

/** The two days that the form asks to compare, or why they cannot be: the rest of the page is worth reading anyway. */
const comparisonFor = async (
  caller: Caller,
  customerId: string,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: Date,
): Promise<Comparison | string | undefined> => {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) return trendTexts.bothDays;
  return compareDays(stores, caller, customerId, { from, to }, now).catch((error: unknown) => {
    if (error instanceof Problem && error.status < 500) return error.message;
    throw error;
  });
};
