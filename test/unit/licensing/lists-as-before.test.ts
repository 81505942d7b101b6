import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedAsBefore, listAsBefore } from '../../../lib/licensing/lists-as-before.ts';
import { replaceLists } from '../../../lib/licensing/seller-lists.ts';
import type { Subscription, SubscriptionLists } from '../../../lib/licensing/subscription.ts';

const line = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  sku: 'E3',
  quantity: 10,
  state: 'active',
  isTrial: false,
  ...more,
});
const soldBy = (seller: string, ids: readonly string[]) => ids.map((id) => ({ seller, subscription: line(id) }));
const byImport = { importId: 'i1', at: '2026-03-02T10:00:00.000Z', counts: {} };

test('a subscription that came with the list vanishes, and one that it ended comes back', () => {
  const before = replaceLists({ lists: {} }, soldBy('alpine', ['old', 'same']), 'alpine', '2026-02-01');
  const after = replaceLists(before, soldBy('alpine', ['same', 'new']), 'alpine', '2026-03-02', byImport);
  expect(after.ended).toMatchObject([{ id: 'old', stateSince: '2026-03-02' }]);
  expect(listAsBefore(after, before, 'alpine')).toEqual(before);
  expect(listAsBefore(after, undefined, 'alpine')).toEqual({ lists: {} });
});

test('what another seller said since stays', () => {
  const before = replaceLists({ lists: {} }, soldBy('alpine', ['a']), 'alpine', '2026-02-01');
  const after = replaceLists(before, soldBy('alpine', ['b']), 'alpine', '2026-03-02', byImport);
  const northwinds = replaceLists(after, soldBy('northwind', ['n1', 'n2']), 'northwind', '2026-03-02');
  const since = replaceLists(northwinds, soldBy('northwind', ['n1']), 'northwind', '2026-03-03');
  expect(listAsBefore(since, before, 'alpine')).toEqual({
    lists: { ...since.lists, alpine: before.lists.alpine },
    ended: [{ ...line('n2'), seller: 'northwind', state: 'cancelled', stateSince: '2026-03-03' }],
  });
});

test('derived lists are as before, but for a seller who sent its own since', () => {
  const derived = (id: string) => ({ day: '2026-02-01', subscriptions: [line(id)], derived: true as const });
  const own = { day: '2026-03-02', subscriptions: [line('own')] };
  const before: SubscriptionLists = { lists: { alpine: derived('a'), northwind: derived('n'), direct: own } };
  const after: SubscriptionLists = {
    lists: { alpine: derived('b'), northwind: own, direct: own, new: derived('c') },
    derivedBy: byImport,
  };
  expect(derivedAsBefore(after, before)).toEqual({ lists: { alpine: derived('a'), northwind: own, direct: own } });
  expect(derivedAsBefore({ lists: { new: derived('c') }, derivedBy: byImport }, undefined)).toEqual({ lists: {} });
});

const ids = fc.subarray(['a', 'b', 'c', 'd', 'e']);
const SELLERS = ['alpine', 'northwind'] as const;
const history = fc.array(fc.tuple(fc.constantFrom(...SELLERS), ids), { maxLength: 5 });

test('whatever lists there were and whatever replaced one of them, they are put back exactly', () => {
  fc.assert(
    fc.property(history, ids, (said, next) => {
      const before = said.reduce<SubscriptionLists>(
        (lists, [seller, named], at) => replaceLists(lists, soldBy(seller, named), seller, `2026-02-0${at + 1}`),
        { lists: {} },
      );
      const after = replaceLists(before, soldBy('alpine', next), 'alpine', '2026-03-20', byImport);
      expect(listAsBefore(after, before, 'alpine')).toEqual(before);
    }),
  );
});
