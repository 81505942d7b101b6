import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveLists } from '../../../lib/licensing/derived-lists.ts';
import { replaceLists, viewLists } from '../../../lib/licensing/seller-lists.ts';
import type { SellerList, Subscription, SubscriptionLists } from '../../../lib/licensing/subscription.ts';

const line = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  sku: 'e3',
  quantity: 1,
  state: 'active',
  isTrial: false,
  ...more,
});
const many = (count: number) => Array.from({ length: count }, (_, at) => line(`s-${at}`));
const sent = (day: string, ...subscriptions: Subscription[]): SellerList => ({ day, subscriptions });
const derived = (day: string, ...subscriptions: Subscription[]): SellerList => ({ day, subscriptions, derived: true });
const [BEFORE, DAY, AFTER] = ['2026-03-01', '2026-03-02', '2026-03-03'];
const anybody = { maySet: (seller: string) => seller !== '', day: DAY };
const derive = (
  lists: SubscriptionLists['lists'],
  bySeller: Readonly<Record<string, readonly Subscription[]>>,
  how = anybody,
) => deriveLists({ lists }, new Map(Object.entries(bySeller)), how);

test('derives a list for a seller who never sent one, marked as such', () => {
  expect(derive({}, { alpine: [line('a')] })).toEqual({
    lists: { lists: { alpine: derived(DAY, line('a')) } },
    noRoom: false,
  });
});

test.each([BEFORE, DAY, AFTER])('never replaces a list that was sent, be it of %s', (day) => {
  expect(derive({ alpine: sent(day, line('old')) }, { alpine: [line('a')] }).lists).toBeUndefined();
});

test('replaces a derived list of the same or an earlier day, not of a later one', () => {
  const over = (day: string) => derive({ alpine: derived(day, line('old')) }, { alpine: [line('a')] }).lists;
  expect(over(BEFORE)).toEqual({ lists: { alpine: derived(DAY, line('a')) } });
  expect(over(DAY)).toEqual({ lists: { alpine: derived(DAY, line('a')) } });
  expect(over(AFTER)).toBeUndefined();
});

test('says that a seller sells nothing only in the place of a list that said otherwise', () => {
  expect(derive({}, { alpine: [] }).lists).toBeUndefined();
  expect(derive({ alpine: derived(BEFORE, line('a')) }, { alpine: [] }).lists).toEqual({
    lists: { alpine: derived(DAY) },
  });
});

test('forgets the derived list of a seller of whom the file does not speak, and no list that was sent', () => {
  const lists = { alpine: derived(BEFORE, line('a')), northwind: sent(BEFORE, line('n')) };
  expect(derive(lists, {}).lists).toEqual({ lists: { northwind: sent(BEFORE, line('n')) } });
});

test('touches no list but those that the file may set', () => {
  const lists = { alpine: derived(BEFORE, line('a')), tailspin: derived(BEFORE, line('t')) };
  const how = { maySet: (seller: string) => seller === 'alpine', day: DAY };
  expect(derive(lists, { alpine: [line('b')], northwind: [line('n')], tailspin: [line('u')] }, how).lists).toEqual({
    lists: { tailspin: derived(BEFORE, line('t')), alpine: derived(DAY, line('b')) },
  });
});

test('leaves out a list that finds no room among 1,000 subscriptions', () => {
  const lists = { direct: sent(BEFORE, ...many(900)) };
  const { lists: after, noRoom } = derive(lists, { alpine: many(101), northwind: many(100) });
  expect([Object.keys(after?.lists ?? {}), noRoom]).toEqual([['direct', 'northwind'], true]);
});

test('keeps the day on which a subscription was first told to be cancelled', () => {
  const cancelled = line('a', { state: 'cancelled' });
  const first = derive({}, { alpine: [cancelled] }).lists ?? { lists: {} };
  const again = deriveLists(first, new Map([['alpine', [cancelled]]]), { ...anybody, day: AFTER });
  expect(again.lists?.lists.alpine?.subscriptions[0]?.stateSince).toBe(DAY);
});

test('any list that is sent takes the place of a derived one', () => {
  const lists = { lists: { alpine: derived(AFTER, line('a')), northwind: derived(AFTER, line('n')) } };
  const sold = [{ seller: 'alpine', subscription: line('own') }];
  expect(replaceLists(lists, sold, 'alpine', DAY).lists).toEqual({
    alpine: sent(DAY, line('own')),
    northwind: derived(AFTER, line('n')),
  });
  expect(replaceLists(lists, sold, undefined, DAY).lists).toEqual({ alpine: sent(DAY, line('own')) });
});

test('the view says which subscriptions were derived', () => {
  const lists = { lists: { alpine: derived(DAY, line('a')), northwind: sent(DAY, line('n')) } };
  expect(viewLists(lists, 'alpine')).toEqual({ subscriptions: [{ ...line('a'), derived: true }], dataThrough: DAY });
  expect(viewLists(lists, undefined).subscriptions).toEqual([
    { ...line('a'), seller: 'alpine', derived: true },
    { ...line('n'), seller: 'northwind' },
  ]);
});

test('deriving twice is deriving once, and no list that was sent ever changes', () => {
  const seller = fc.constantFrom('alpine', 'northwind', 'constructor');
  const list = fc.tuple(fc.constantFrom(BEFORE, DAY, AFTER), fc.nat(2), fc.boolean());
  const lists = fc
    .array(fc.tuple(seller, list))
    .map((all) =>
      Object.fromEntries(
        all.map(([one, [day, count, isDerived]]) => [one, (isDerived ? derived : sent)(day, ...many(count))]),
      ),
    );
  const bySeller = fc.array(fc.tuple(seller, fc.nat(3))).map((all) => new Map(all.map(([one, n]) => [one, many(n)])));
  fc.assert(
    fc.property(lists, bySeller, (before, told) => {
      const once = deriveLists({ lists: before }, told, anybody).lists?.lists ?? before;
      expect(deriveLists({ lists: once }, told, anybody).lists?.lists ?? once).toEqual(once);
      for (const [one, its] of Object.entries(before)) if (!its.derived) expect(once[one]).toBe(its);
    }),
  );
});
