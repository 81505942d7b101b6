import { expect, test } from 'vitest';
import { FRESHNESS_LIMIT_DAYS } from '../../../../lib/insights/count/freshness.ts';
import { seatsOf } from '../../../../lib/insights/count/seats.ts';
import type { SeatTotal, SeatTotalSource } from '../../../../lib/licensing/seat-totals.ts';
import { SUBSCRIPTION_STATES } from '../../../../lib/licensing/subscription.ts';
import { A, daysBefore, listsOf, seats } from '../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const e3 = smallCatalogue.products.get('e3');
const seatsOfE3 = (records: Parameters<typeof seatsOf>[1]) => {
  if (!e3) throw new Error('the small catalogue has an E3');
  return seatsOf(e3, records, A, FRESHNESS_LIMIT_DAYS);
};
const total = (more: Partial<SeatTotal> = {}): SeatTotal => ({
  sku: 'e3',
  active: 40,
  grace: 2,
  trial: null,
  suspended: 0,
  lockedOut: 0,
  assigned: 33,
  ...more,
});
const totals = (day: string, rows = [total()], source: SeatTotalSource = 'graph.subscribedSkus') => ({
  source,
  day,
  totals: rows,
});

test.each(SUBSCRIPTION_STATES)('seats in state %s count as design says', (state) => {
  const { sold, grace, trial } = seatsOfE3(listsOf({ p1: [seats('e3', 7, { state })] }));
  expect({ sold, grace, trial }).toEqual({
    sold: state === 'active' ? 7 : 0,
    grace: state === 'grace' ? 7 : 0,
    trial: 0,
  });
});

test('seats on trial are never sold ones, in grace neither', () => {
  const trial = [seats('e3', 5, { isTrial: true }), seats('e3', 3, { id: 'b', isTrial: true, state: 'grace' })];
  expect(seatsOfE3(listsOf({ p1: trial }))).toMatchObject({ sold: 0, grace: 0, trial: 8, source: 'subscriptions' });
});

test('fresh tenant-wide totals replace the lists, and are not added to them', () => {
  const { lists } = listsOf({ p1: [seats('e3', 10)], p2: [seats('e3', 5)] });
  expect(seatsOfE3({ lists, totals: [totals(daysBefore(35))] })).toEqual({
    graceEnds: { bySeller: {} },
    sold: 40,
    soldBySeller: { p1: 10, p2: 5 },
    grace: 2,
    trial: null,
    lapsed: 2,
    source: 'graph.subscribedSkus',
    countedAssigned: { count: 33, day: daysBefore(35) },
  });
});

test('stale tenant-wide totals give way to the lists', () => {
  const { lists } = listsOf({ p1: [seats('e3', 10)] });
  expect(seatsOfE3({ lists, totals: [totals(daysBefore(36))] })).toMatchObject({ sold: 10, source: 'subscriptions' });
});

test('stale tenant-wide totals are better than nothing', () => {
  expect(seatsOfE3({ lists: {}, totals: [totals(daysBefore(36))] })).toMatchObject({
    sold: 40,
    source: 'graph.subscribedSkus',
  });
});

test('the source that also knows trials comes before the one that does not', () => {
  const better = totals(
    daysBefore(3),
    [total({ active: 30, trial: 4, assigned: null })],
    'graph.directorySubscriptions',
  );
  expect(seatsOfE3({ lists: {}, totals: [better, totals(daysBefore(0))] })).toMatchObject({
    sold: 30,
    trial: 4,
    source: 'graph.directorySubscriptions',
    countedAssigned: { count: 33, day: daysBefore(0) },
  });
});

test('a trial product keeps the trial seats of a source that knows them', () => {
  const explore = smallCatalogue.products.get('explore');
  if (!explore) throw new Error('the small catalogue has a trial product');
  const counted = total({ sku: 'explore', active: 3, grace: 1, trial: 25 });
  const records = { lists: {}, totals: [totals(daysBefore(0), [counted], 'graph.directorySubscriptions')] };
  expect(seatsOf(explore, records, A, FRESHNESS_LIMIT_DAYS)).toMatchObject({ sold: 0, trial: 29 });
});

test('what a fresh source does not list has no trials either, where it would know them', () => {
  const none = (source: SeatTotalSource) => seatsOfE3({ lists: {}, totals: [totals(daysBefore(0), [], source)] });
  expect(none('graph.directorySubscriptions')).toMatchObject({ sold: 0, trial: 0 });
  expect(none('graph.subscribedSkus')).toMatchObject({ sold: 0, trial: null });
});

const derivedList = (quantity: number) => ({
  p2: { day: daysBefore(0), subscriptions: [seats('e3', quantity)], derived: true as const },
});

test("a derived list tells its seller's own share, and is never added to the lists of others", () => {
  const { lists } = listsOf({ p1: [seats('e3', 10)] });
  expect(seatsOfE3({ lists: { ...lists, ...derivedList(5) }, totals: [] })).toMatchObject({
    sold: 10,
    soldBySeller: { p1: 10, p2: 5 },
    source: 'subscriptions',
  });
});

test('a derived list alone tells nothing of all sellers; stale totals are better', () => {
  const lists = derivedList(5);
  expect(seatsOfE3({ lists, totals: [] })).toMatchObject({ sold: null, soldBySeller: { p2: 5 }, source: null });
  expect(seatsOfE3({ lists, totals: [totals(daysBefore(36))] })).toMatchObject({
    sold: 40,
    source: 'graph.subscribedSkus',
  });
});

test('a product that a fresh tenant-wide source does not list has 0 seats; without such a source nobody knows', () => {
  expect(seatsOfE3({ lists: {}, totals: [totals(daysBefore(0), [])] })).toMatchObject({ sold: 0 });
  expect(seatsOfE3(listsOf({ p1: [seats('mail', 3)] }))).toMatchObject({ sold: null, source: null });
});

test.each([
  ['grace', 7],
  ['suspended', 7],
  ['disabled', 7],
  ['deprovisioned', 7],
  ['active', 0],
  ['pending', 0],
] as const)('seats in state %s count %i as lapsed', (state, lapsed) => {
  expect(seatsOfE3(listsOf({ p1: [seats('e3', 7, { state })] })).lapsed).toBe(lapsed);
});

test('cancelled and upgraded seats count as lapsed for 28 days, and not when nobody knows since when', () => {
  const lapsed = (state: 'cancelled' | 'upgraded', stateSince?: string) =>
    seatsOfE3(listsOf({ p1: [seats('e3', 7, { state, ...(stateSince ? { stateSince } : {}) })] })).lapsed;
  expect(lapsed('cancelled', daysBefore(27))).toBe(7);
  expect(lapsed('upgraded', daysBefore(0))).toBe(7);
  expect(lapsed('cancelled', daysBefore(28))).toBe(0);
  expect(lapsed('upgraded')).toBe(0);
});

test('what a fresh tenant-wide list does not name is 0, whatever an older list said', () => {
  const fresh = totals(daysBefore(0), []);
  const older = totals(daysBefore(36), [total({ active: 4 })], 'graph.directorySubscriptions');
  expect(seatsOfE3({ lists: {}, totals: [older, fresh] })).toMatchObject({
    sold: 0,
    source: 'graph.subscribedSkus',
    countedAssigned: null,
  });
  const stillFresh = totals(daysBefore(1), [total({ active: 4 })], 'graph.directorySubscriptions');
  expect(seatsOfE3({ lists: {}, totals: [stillFresh, fresh] })).toMatchObject({ sold: 0 });
  const { lists } = listsOf({ p1: [seats('e3', 10)] });
  const listOf = (day: string) => ({ p1: { day, subscriptions: lists.p1?.subscriptions ?? [] } });
  expect(seatsOfE3({ lists: listOf(daysBefore(1)), totals: [fresh] })).toMatchObject({ sold: 0 });
});

test('a list of the same day or a later one is not denied by a tenant-wide one', () => {
  const fresh = totals(daysBefore(1), []);
  const { lists } = listsOf({ p1: [seats('e3', 10)] });
  const listOf = (day: string) => ({ p1: { day, subscriptions: lists.p1?.subscriptions ?? [] } });
  expect(seatsOfE3({ lists: listOf(daysBefore(1)), totals: [fresh] })).toMatchObject({ sold: 10 });
  expect(seatsOfE3({ lists: listOf(daysBefore(0)), totals: [fresh] })).toMatchObject({ sold: 10 });
  const sameDay = totals(daysBefore(1), [total()], 'graph.directorySubscriptions');
  expect(seatsOfE3({ lists: {}, totals: [sameDay, fresh] })).toMatchObject({ sold: 40 });
});

test('a stale tenant-wide list denies nothing', () => {
  const stale = totals(daysBefore(36), []);
  const older = totals(daysBefore(40), [total()], 'graph.directorySubscriptions');
  expect(seatsOfE3({ lists: {}, totals: [older, stale] })).toMatchObject({ sold: 40 });
});

test('what a later list no longer names was cancelled on its day: nothing is sold, and people sit on lapsed seats for 28 days', () => {
  const { lists } = listsOf({ p1: [] });
  const ended = (stateSince: string) => [
    { ...seats('e3', 7, { state: 'cancelled' as const }), seller: 'p1', stateSince },
  ];
  expect(seatsOfE3({ lists, ended: ended(daysBefore(0)), totals: [] })).toMatchObject({ sold: 0, lapsed: 7 });
  expect(seatsOfE3({ lists, ended: ended(daysBefore(27)), totals: [] })).toMatchObject({ sold: 0, lapsed: 7 });
  expect(seatsOfE3({ lists, ended: ended(daysBefore(28)), totals: [] })).toMatchObject({ sold: 0, lapsed: 0 });
});

test('grace ends on the first day that a list or the file in use tells; trials and other states say nothing of it', () => {
  const { lists } = listsOf({
    p1: [
      seats('e3', 5, { state: 'grace', graceEndsOn: daysBefore(-9) }),
      seats('e3', 5, { id: 'b', state: 'grace', graceEndsOn: daysBefore(-7) }),
      seats('e3', 5, { id: 'c', state: 'grace' }),
    ],
    p2: [
      seats('e3', 5, { state: 'active', graceEndsOn: daysBefore(-1) }),
      seats('e3', 5, { id: 'b', state: 'grace', isTrial: true, graceEndsOn: daysBefore(-2) }),
      seats('e3', 0, { id: 'c', state: 'grace', graceEndsOn: daysBefore(-3) }),
    ],
  });
  expect(seatsOfE3({ lists, totals: [] }).graceEnds).toEqual({ bySeller: { p1: daysBefore(-7) } });
  const told = totals(daysBefore(1), [total({ graceEndsOn: daysBefore(-4) })]);
  expect(seatsOfE3({ lists, totals: [told] }).graceEnds).toEqual({
    everywhere: daysBefore(-4),
    bySeller: { p1: daysBefore(-7) },
  });
});
