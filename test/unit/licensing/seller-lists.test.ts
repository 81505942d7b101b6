import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replaceLists, viewLists } from '../../../lib/licensing/seller-lists.ts';
import type { Subscription, SubscriptionLists } from '../../../lib/licensing/subscription.ts';

const line = (id: string): Subscription => ({ id, sku: 'e3', quantity: 1, state: 'active', isTrial: false });
const sold = (seller: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({ seller, subscription: line(`${seller}-${at}`) }));
const nothing: SubscriptionLists = { lists: {} };

test("a partner's list leaves all others as they are, whatever the partners are called", () => {
  const partner = fc.constantFrom('northwind', 'alpine', 'constructor', 'toString');
  const puts = fc.array(fc.tuple(partner, fc.nat(3), fc.constantFrom('2026-03-01', '2026-03-02')), { maxLength: 10 });
  fc.assert(
    fc.property(puts, (all) => {
      const lists = all.reduce((current, [id, count, day]) => replaceLists(current, sold(id, count), id, day), nothing);
      const last = new Map<string, { count: number; day: string }>(all.map(([id, count, day]) => [id, { count, day }]));
      for (const id of ['northwind', 'alpine', 'constructor', 'toString']) {
        const view = viewLists(lists, id);
        expect(view.subscriptions).toEqual(sold(id, last.get(id)?.count ?? 0).map(({ subscription }) => subscription));
        expect(view.dataThrough).toBe(last.get(id)?.day ?? null);
      }
    }),
  );
});

test("an operator's list forgets the sellers it does not name, and says so of the direct one when it is empty", () => {
  const before = replaceLists(nothing, sold('alpine', 2), 'alpine', '2026-03-01');
  const after = replaceLists(before, [...sold('northwind', 1), ...sold('direct', 1)], undefined, '2026-03-02');
  expect(Object.keys(after.lists)).toEqual(['northwind', 'direct']);
  expect(replaceLists(after, [], undefined, '2026-03-03').lists).toEqual({
    direct: { day: '2026-03-03', subscriptions: [] },
  });
});

test('the oldest list says how far all of them speak', () => {
  let lists = replaceLists(nothing, sold('alpine', 1), 'alpine', '2026-03-01');
  lists = replaceLists(lists, sold('northwind', 1), 'northwind', '2026-03-02');
  expect(viewLists(lists, undefined).dataThrough).toBe('2026-03-01');
  expect(viewLists(nothing, undefined)).toEqual({ subscriptions: [], dataThrough: null });
});

test('a customer holds 1,000 subscriptions of all sellers, and no more', () => {
  const full = replaceLists(nothing, [...sold('alpine', 999), ...sold('northwind', 1)], undefined, '2026-03-01');
  expect(() => replaceLists(full, sold('northwind', 2), 'northwind', '2026-03-02')).toThrow(
    '1000 subscriptions of all sellers',
  );
  expect(replaceLists(full, sold('alpine', 998), 'alpine', '2026-03-02').lists.alpine?.subscriptions).toHaveLength(998);
});

test('a cancelled subscription keeps the day on which a list first said so, and the day that its seller names', () => {
  const put = (current: SubscriptionLists, subscription: Subscription, day: string) =>
    replaceLists(current, [{ seller: 'northwind', subscription }], 'northwind', day);
  const cancelled: Subscription = { ...line('s1'), state: 'cancelled' };
  const told = put(put(nothing, line('s1'), '2026-03-01'), cancelled, '2026-03-02');
  const again = put(told, cancelled, '2026-03-09');
  expect(again.lists.northwind?.subscriptions[0]?.stateSince).toBe('2026-03-02');
  const named = put(again, { ...cancelled, stateSince: '2026-02-20' }, '2026-03-10');
  expect(named.lists.northwind?.subscriptions[0]?.stateSince).toBe('2026-02-20');
  expect(put(named, line('s1'), '2026-03-11').lists.northwind?.subscriptions[0]).toEqual(line('s1'));
});

test('what a later list no longer names has ended on its day, until it is named again or 32 days are over', () => {
  const first = replaceLists(nothing, sold('alpine', 2), 'alpine', '2026-03-01');
  const second = replaceLists(first, sold('alpine', 1), 'alpine', '2026-03-05');
  const gone = { ...line('alpine-1'), seller: 'alpine', state: 'cancelled', stateSince: '2026-03-05' };
  expect(second.ended).toEqual([gone]);
  expect(replaceLists(second, sold('alpine', 1), 'alpine', '2026-03-20').ended).toEqual([gone]);
  expect(replaceLists(second, sold('northwind', 1), 'northwind', '2026-03-20').ended).toEqual([gone]);
  expect(replaceLists(second, sold('alpine', 2), 'alpine', '2026-03-20').ended).toBeUndefined();
  expect(replaceLists(second, sold('alpine', 1), 'alpine', '2026-04-06').ended).toBeUndefined();
});

test('a seller whom a list of all sellers leaves out sells nothing any more, and what was pending leaves nothing behind', () => {
  const pending = { seller: 'alpine', subscription: { ...line('p'), state: 'pending' as const } };
  const before = replaceLists(nothing, [...sold('alpine', 1), pending], 'alpine', '2026-03-01');
  expect(replaceLists(before, sold('northwind', 1), undefined, '2026-03-02').ended).toEqual([
    { ...line('alpine-0'), seller: 'alpine', state: 'cancelled', stateSince: '2026-03-02' },
  ]);
});
