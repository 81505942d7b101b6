import type { Caller } from '../access/caller.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import { differencesOf } from '../insights/count/definitions.ts';
import type { Snapshot } from '../insights/count/snapshot.ts';
import { querySnapshots } from '../insights/run/snapshot-table.ts';
import { type Comparison, comparisonOf } from '../insights/view/comparison.ts';
import { customerFiguresOf } from '../insights/view/customer-figures.ts';
import { Problem } from '../problem/problem.ts';
import type { Table } from '../storage/table.ts';
import { formatDay, parseDay } from '../time/day.ts';
import { firstDayFor, noSnapshot } from './customer-insights.ts';
import { type Stores, viewsOf } from './views.ts';

/** What changed from one day to a later one; a problem when a day has no figures or the two cannot be compared. */
export const compareDays = async (
  stores: Stores,
  caller: Caller,
  customerId: string,
  span: { readonly from: string; readonly to: string },
  now: Date,
): Promise<Comparison> => {
  const customer = await requireCustomer(stores.licensing, caller, customerId);
  if (span.from >= span.to)
    throw new Problem(400, 'invalid_query', `"from" (${span.from}) must be an earlier day than "to" (${span.to}).`);
  const first = firstDayFor(caller, customer);
  if (span.from < first) throw noSnapshot(customerId, span.from, first);
  const snapshots = await snapshotsBetween(stores.insights, customerId, span);
  const [from, to] = [snapshots.get(span.from), snapshots.get(span.to)];
  if (!from || !to) throw noSnapshot(customerId, from ? span.to : span.from, first);
  const differences = differencesOf(from, to);
  if (differences.length > 0) throw notComparable(span, differences);
  const { viewOf } = await viewsOf(stores, caller, first, span, now);
  const figuresOf = async (snapshot: Snapshot) => customerFiguresOf(snapshot, customer.name, await viewOf(snapshot));
  const days = await Promise.all(
    daysAfter(span).map(async (day) => {
      const snapshot = snapshots.get(day);
      return snapshot ? (await figuresOf(snapshot)).flows : null;
    }),
  );
  return comparisonOf(await figuresOf(from), await figuresOf(to), days);
};

const notComparable = ({ from, to }: { from: string; to: string }, differences: readonly string[]): Problem =>
  new Problem(
    409,
    'not_comparable',
    `The figures of ${from} and ${to} were made by different definitions: they differ in ${differences.join(' and ')}. Compare days on the same side of that change.`,
  );

const PAGE_DAYS = 100;

/** All snapshots from day to day, by day. */
const snapshotsBetween = async (
  insights: Table,
  customerId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Map<string, Snapshot>> => {
  const found = new Map<string, Snapshot>();
  for (let next = from; next <= to; ) {
    const page = await querySnapshots(insights, customerId, { from: next, to, limit: PAGE_DAYS });
    for (const one of page) found.set(one.asOf, one);
    const last = page.at(-1);
    if (!last || page.length < PAGE_DAYS) break;
    next = formatDay(parseDay(last.asOf) + 1);
  }
  return found;
};

const daysAfter = ({ from, to }: { readonly from: string; readonly to: string }): string[] =>
  Array.from({ length: parseDay(to) - parseDay(from) }, (_, at) => formatDay(parseDay(from) + 1 + at));
