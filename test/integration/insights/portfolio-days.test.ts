import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { COUNTING_VERSION } from '../../../lib/insights/count/definitions.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import type { SupportLoad } from '../../../lib/insights/view/figures/support-load.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import {
  type PortfolioDay,
  readPortfolioDay,
  readUsualLoads,
  storePortfolioDay,
} from '../../../lib/portfolio/portfolio-day-table.ts';
import { readStillReadable } from '../../../lib/portfolio/still-readable.ts';
import { listsOf, seats, snapshotFor } from '../../fixtures/adoption.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type InsightsFunctions, startInsightsFunctions } from './insights-functions.ts';

let functions: InsightsFunctions;
beforeAll(async () => {
  functions = await startInsightsFunctions('2026-03-10T10:00:00Z');
});
afterAll(() => functions.stop());

const TOTALS = sumsOf([], {}).totals;
const load = (howToCases: number): SupportLoad => ({ howToCases, assignedPeople: 100 });
const dayOf = (asOf: string, usual: number | undefined, startedAt = `${asOf}T23:00:00.000Z`): PortfolioDay => ({
  asOf,
  startedAt,
  totals: TOTALS,
  countingVersion: COUNTING_VERSION,
  ...(usual === undefined ? {} : { usualSupportLoad: load(usual) }),
});
const keep = (portfolio: string, day: PortfolioDay) => storePortfolioDay(functions.tables.insights, portfolio, day);
const usual = async (portfolio: string, from: string, to: string, days: readonly string[], isReadable = () => true) => {
  const usualOn = await readUsualLoads(functions.tables.insights, portfolio, { from, to }, isReadable);
  return days.map((day) => usualOn(day)?.howToCases);
};

test('a day of a portfolio is replaced by one that was begun later, and by no other', async () => {
  const { insights } = functions.tables;
  const second = dayOf('2026-03-01', 2, '2026-03-02T02:00:01.000Z');
  await keep('replaced', second);
  await keep('replaced', dayOf('2026-03-01', 1, '2026-03-02T02:00:00.000Z'));
  await keep('replaced', dayOf('2026-03-01', 3, '2026-03-02T02:00:01.000Z'));
  expect(await readPortfolioDay(insights, 'replaced', '2026-03-01')).toEqual(second);
  const third = dayOf('2026-03-01', undefined, '2026-03-02T02:00:02.000Z');
  await keep('replaced', third);
  expect(await readPortfolioDay(insights, 'replaced', '2026-03-01')).toEqual(third);
  expect(await readPortfolioDay(insights, 'replaced', '2026-03-02')).toBeUndefined();
  expect(await readPortfolioDay(insights, 'other', '2026-03-01')).toBeUndefined();
});

test('what is usual on a day is what the run before it found, at most eight days ago', async () => {
  for (const [day, found] of [
    ['2026-02-01', 1],
    ['2026-02-02', 2],
    ['2026-02-10', 10],
    ['2026-02-11', undefined],
  ] as const)
    await keep('usual', dayOf(day, found));
  const days = ['2026-02-01', '2026-02-02', '2026-02-03', '2026-02-10', '2026-02-11', '2026-02-12', '2026-02-25'];
  const expected = [undefined, 1, 2, 2, 10, undefined, undefined];
  expect(await usual('usual', '2026-02-01', '2026-02-25', days)).toEqual(expected);
  for (const [index, day] of days.entries()) expect(await usual('usual', day, day, [day])).toEqual([expected[index]]);
});

test('on no day of a long span is what was usual more than eight days ago looked at', async () => {
  await keep('long', dayOf('2026-01-01', 1));
  const days = ['2026-01-02', '2026-01-09', '2026-01-10', '2026-02-20'];
  expect(await usual('long', '2026-01-01', '2026-03-01', days)).toEqual([1, 1, undefined, undefined]);
});

test('days made before a customer left the portfolio are passed over for those that may be shown', async () => {
  await keep('left', dayOf('2026-02-01', 1));
  await keep('left', dayOf('2026-02-02', 2));
  const madeOnTheFirst = (madeAt: string) => madeAt < '2026-02-02';
  const usualOn = await readUsualLoads(
    functions.tables.insights,
    'left',
    { from: '2026-02-03', to: '2026-02-03' },
    madeOnTheFirst,
  );
  expect(usualOn('2026-02-03')).toEqual(load(1));
  expect(await usual('left', '2026-02-03', '2026-02-03', ['2026-02-03'], () => false)).toEqual([undefined]);
});

const link = (customerId: string, partners: readonly string[]) =>
  functions.call('PUT /v1/customers/{id}', {
    path: { id: customerId },
    body: { name: customerId, partners: partners.map((id) => ({ id, since: '2025-01-01' })) },
  });
const portfolioOf = async (partnerId: string) =>
  (await functions.call('GET /v1/portfolio', { caller: partnerUser(partnerId) })).body;

test('a portfolio shows its totals of 28 days earlier until a customer leaves it', async () => {
  const [then, now] = ['2026-02-09', '2026-03-09'];
  const partner = { path: { id: 'northwind' }, body: { name: 'Northwind' } };
  await functions.call('PUT /v1/partners/{id}', partner);
  const store = async (customerId: string, asOf: string, sold: number) => {
    const made = snapshotFor([], { seats: listsOf({ northwind: [seats('e3', sold)] }) });
    await storeSnapshot(functions.tables.insights, { ...made, customerId, asOf }, { replace: true });
  };
  for (const customerId of ['a', 'b']) {
    await link(customerId, ['northwind']);
    await store(customerId, then, 10);
    await store(customerId, now, 30);
  }
  vi.setSystemTime(new Date('2026-02-10T02:00:00Z'));
  await functions.publish(then, 'northwind');
  expect(await portfolioOf('northwind')).toMatchObject({ asOf: then, totals: { sold: 20 }, earlier: null });
  vi.setSystemTime(new Date('2026-03-10T11:00:00Z'));
  await functions.publish(now, 'northwind');
  expect(await portfolioOf('northwind')).toMatchObject({
    asOf: now,
    totals: { customers: 2, sold: 60 },
    earlier: { asOf: then, totals: { customers: 2, sold: 20 } },
  });

  vi.setSystemTime(new Date('2026-03-10T12:00:00Z'));
  await link('b', []);
  const isReadable = await readStillReadable(functions.tables.licensing, 'northwind');
  expect([isReadable('2026-03-10T11:00:00.000Z'), isReadable('2026-03-10T12:01:00.000Z')]).toEqual([false, true]);
  vi.setSystemTime(new Date('2026-03-10T12:01:00Z'));
  await functions.publish(now, 'northwind');
  expect(await portfolioOf('northwind')).toMatchObject({
    totals: { customers: 1, sold: 30 },
    breakdown: { products: [{ customers: 1, sold: 30 }] },
    earlier: null,
  });
  expect(await readPortfolioDay(functions.tables.insights, 'northwind', now)).toMatchObject({
    totals: { customers: 1 },
  });
});

test('a day of the portfolio that was counted by other rules is not shown beside today', async () => {
  const [then, now] = ['2026-02-09', '2026-03-09'];
  await functions.call('PUT /v1/partners/{id}', { path: { id: 'southwind' }, body: { name: 'Southwind' } });
  const earlierWith = async (countingVersion: number) => {
    await keep('southwind', {
      ...dayOf(then, undefined, `2026-02-10T02:00:0${countingVersion}.000Z`),
      countingVersion,
    });
    vi.setSystemTime(new Date(`2026-03-10T13:00:0${countingVersion}Z`));
    await functions.publish(now, 'southwind');
    return ((await portfolioOf('southwind')) as { earlier: { asOf: string } | null }).earlier;
  };
  expect(await earlierWith(COUNTING_VERSION - 1)).toBeNull();
  expect(await earlierWith(COUNTING_VERSION)).toMatchObject({ asOf: then });
});
