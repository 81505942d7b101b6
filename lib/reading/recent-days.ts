import { type Caller, partnerOf } from '../access/caller.ts';
import type { Customer } from '../customers/customer.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import type { Snapshot } from '../insights/count/snapshot.ts';
import { querySnapshots, querySnapshotsAs } from '../insights/run/snapshot-table.ts';
import { customerFiguresOf } from '../insights/view/customer-figures.ts';
import type { CustomerInsights } from '../insights/view/insights.ts';
import { insightsOf } from '../insights/view/recommendations.ts';
import { type Trend, trendOf, trendSnapshot } from '../insights/view/trend.ts';
import { dayOf, formatDay, parseDay } from '../time/day.ts';
import { firstDayFor } from './customer-insights.ts';
import { type Stores, viewsOf } from './views.ts';

/** How many days a trend shows. */
const TREND_DAYS = 90;

/** A day of a customer and the days before it. */
export interface RecentDays {
  readonly customer: Pick<Customer, 'customerId' | 'name' | 'domain'>;
  /** The first day that the caller may read, where there is one (`YYYY-MM-DD`). */
  readonly historyBegins: string | undefined;
  /** The figures of the day asked for, or of the newest; `undefined` when that day has none. */
  readonly insights: CustomerInsights | undefined;
  /** Within the 90 days that end with the day asked for, or the newest. */
  readonly trend: Trend;
}

/**
 * The figures of a day (or of the newest there is) and the trend of the 90 days that end with it. A 404 problem for a
 * customer that the caller may not see.
 */
export const readRecentDays = async (
  stores: Stores,
  caller: Caller,
  customerId: string,
  asOf: string | undefined,
  now: Date,
): Promise<RecentDays> => {
  const customer = await requireCustomer(stores.licensing, caller, customerId);
  const first = firstDayFor(caller, customer);
  const historyBegins = partnerOf(caller) === undefined ? undefined : first;
  const to = asOf ?? formatDay(dayOf(now));
  if (first > to) return { customer, historyBegins, insights: undefined, trend: trendOf([]) };
  const newestFirst = { from: first, to, newestFirst: true };
  const [[newest], before] = await Promise.all([
    querySnapshots(stores.insights, customerId, { ...newestFirst, limit: 1 }),
    querySnapshotsAs(trendSnapshot, stores.insights, customerId, { ...newestFirst, limit: TREND_DAYS }),
  ]);
  const shown = asOf === undefined || newest?.asOf === asOf ? newest : undefined;
  const last = shown?.asOf ?? to;
  const oldest = formatDay(parseDay(last) - (TREND_DAYS - 1));
  return {
    customer,
    historyBegins,
    insights: shown && (await insightsIn(stores, caller, customer, shown, now)),
    trend: trendOf(before.filter((one) => one.asOf >= oldest && one.asOf <= last).reverse()),
  };
};

const insightsIn = async (
  stores: Stores,
  caller: Caller,
  customer: Customer,
  snapshot: Snapshot,
  now: Date,
): Promise<CustomerInsights> => {
  const day = { from: snapshot.asOf, to: snapshot.asOf };
  const { viewOf, links } = await viewsOf(stores, caller, firstDayFor(caller, customer), day, now);
  return insightsOf(customerFiguresOf(snapshot, customer.name, await viewOf(snapshot)), links);
};
