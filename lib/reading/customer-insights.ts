import * as z from 'zod';
import { type Caller, partnerOf } from '../access/caller.ts';
import type { Customer } from '../customers/customer.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import { querySnapshots } from '../insights/run/snapshot-table.ts';
import { customerFiguresOf } from '../insights/view/customer-figures.ts';
import type { CustomerInsights } from '../insights/view/insights.ts';
import { insightsOf } from '../insights/view/recommendations.ts';
import { Problem } from '../problem/problem.ts';
import { BEGINNING, dayOf, dayText, formatDay, parseDay } from '../time/day.ts';
import { decodeCursor, encodeCursor } from '../values/cursor.ts';
import { type Stores, viewsOf } from './views.ts';

/** Days of history on one page. */
export const HISTORY_PAGE_DAYS = 92;

/** The first day the caller may read of a customer: the day its partner was linked. */
export const firstDayFor = (caller: Caller, customer: Customer): string => {
  const partnerId = partnerOf(caller);
  return (partnerId === undefined ? undefined : customer.partners[partnerId]?.since) ?? BEGINNING;
};

/** The figures of a day, or of the newest there is; a 404 problem when there are none. */
export const latestInsights = async (
  stores: Stores,
  caller: Caller,
  customerId: string,
  asOf: string | undefined,
  now: Date,
): Promise<CustomerInsights> => {
  const customer = await requireCustomer(stores.licensing, caller, customerId);
  const first = firstDayFor(caller, customer);
  const to = asOf ?? formatDay(dayOf(now));
  const from = asOf === undefined || asOf < first ? first : asOf;
  const [snapshot] =
    from > to ? [] : await querySnapshots(stores.insights, customerId, { from, to, limit: 1, newestFirst: true });
  if (snapshot) {
    const { viewOf, links } = await viewsOf(stores, caller, first, { from: snapshot.asOf, to: snapshot.asOf }, now);
    return insightsOf(customerFiguresOf(snapshot, customer.name, await viewOf(snapshot)), links);
  }
  throw noSnapshot(customerId, asOf, first);
};

/** The problem of a day (or of all) without figures; `first` is where the caller's history begins. */
export const noSnapshot = (customerId: string, asOf: string | undefined, first: string): Problem => {
  const begins = first > BEGINNING ? ` Your history of it begins on ${first}.` : '';
  return new Problem(
    404,
    'no_snapshot',
    asOf === undefined
      ? `There are no figures of "${customerId}" yet. They are computed daily; POST /v1/recalculations computes them now.${begins}`
      : `There are no figures of "${customerId}" for ${asOf}. Ask for the newest, or for another day; the history shows which there are.${begins}`,
  );
};

const historyCursor = z.object({ from: dayText, to: dayText });

/** One page of daily figures, oldest first. */
export const historyOf = async (
  stores: Stores,
  caller: Caller,
  customerId: string,
  query: { from?: string | undefined; to?: string | undefined; cursor?: string | undefined },
  now: Date,
): Promise<{ customerId: string; days: CustomerInsights[]; cursor?: string }> => {
  const customer = await requireCustomer(stores.licensing, caller, customerId);
  const asked = query.cursor === undefined ? spanOf(query, now) : decodeCursor(historyCursor, query.cursor);
  const first = firstDayFor(caller, customer);
  const from = asked.from < first ? first : asked.from;
  const { to } = asked;
  const limit = HISTORY_PAGE_DAYS;
  const snapshots = from > to ? [] : await querySnapshots(stores.insights, customerId, { from, to, limit });
  const last = snapshots.at(-1);
  if (!last) return { customerId, days: [] };
  const { viewOf, links } = await viewsOf(stores, caller, first, { from, to: last.asOf }, now);
  const days = await Promise.all(
    snapshots.map(async (one) => insightsOf(customerFiguresOf(one, customer.name, await viewOf(one)), links)),
  );
  if (days.length < limit || last.asOf >= to) return { customerId, days };
  return { customerId, days, cursor: encodeCursor({ from: formatDay(parseDay(last.asOf) + 1), to }) };
};

const spanOf = (query: { from?: string | undefined; to?: string | undefined }, now: Date) => {
  const to = query.to ?? formatDay(dayOf(now));
  const from = query.from ?? formatDay(parseDay(to) - (HISTORY_PAGE_DAYS - 1));
  if (from > to) throw new Problem(400, 'invalid_query', `"from" (${from}) is after "to" (${to}). Swap them.`);
  return { from, to };
};
