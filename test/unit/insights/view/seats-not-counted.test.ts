import { expect, test } from 'vitest';
import type { NotCounted } from '../../../../lib/licensing/not-counted.ts';
import { figuresFor, fullCoverage, listsOf, seats, snapshotFor } from '../../../fixtures/adoption.ts';

const record = (name: string, portfolio: string, more: Partial<NotCounted> = {}): NotCounted => ({
  importId: `import-of-${name}`,
  portfolio,
  source: 'graph.users',
  day: '2026-03-01',
  products: [{ name, reason: 'unknown', sold: 3, assigned: null }],
  more: 0,
  ...more,
});

const { lists } = listsOf({ p1: [seats('e3', 10)], p2: [seats('e3', 5)] });
const listOf = (seller: string, products?: NotCounted['products']) => ({
  ...{ day: '2026-03-01', subscriptions: [], ...lists[seller] },
  notCounted: record(`sold by ${seller}`, seller, products ? { products } : {}),
});
const snapshot = snapshotFor([], {
  coverage: {
    ...fullCoverage,
    assignmentList: {
      ...{ firstDay: '2026-03-01', day: '2026-03-01', undecided: [] },
      notCounted: record('held', 'p2', { products: [{ name: 'held', reason: 'unknown', sold: null, assigned: 4 }] }),
    },
  },
  seats: {
    lists: { p1: listOf('p1'), p2: listOf('p2') },
    totals: [
      {
        source: 'graph.subscribedSkus',
        day: '2026-03-01',
        totals: [],
        notCounted: record('total', '~operator', { more: 2 }),
      },
    ],
  },
  posted: { supportCases: {}, reported: {}, notCounted: { p1: record('reported', 'p1'), p2: undefined } },
});
const namesFor = (partnerId?: string) =>
  figuresFor(snapshot, partnerId).seatsNotCounted.map(({ name, importId, toldBy }) => [name, importId, toldBy]);

test('a partner sees what lists of the whole tenant could not name, and of sellers its own alone', () => {
  expect(namesFor('p1')).toEqual([
    ['held', undefined, undefined],
    ['reported', 'import-of-reported', undefined],
    ['sold by p1', 'import-of-sold by p1', undefined],
    ['total', undefined, undefined],
  ]);
  expect(namesFor('p2')).toEqual([
    ['held', 'import-of-held', undefined],
    ['sold by p2', 'import-of-sold by p2', undefined],
    ['total', undefined, undefined],
  ]);
});

test('the operator sees all, and who told of it', () => {
  expect(namesFor()).toEqual([
    ['held', 'import-of-held', undefined],
    ['reported', 'import-of-reported', 'p1'],
    ['sold by p1', 'import-of-sold by p1', 'p1'],
    ['sold by p2', 'import-of-sold by p2', 'p2'],
    ['total', 'import-of-total', undefined],
  ]);
  expect(figuresFor(snapshot).moreNotCounted).toBe(2);
});

test('what is not counted is in no figure, and there is nothing of it where everything was named', () => {
  const { lists: plain } = listsOf({ p1: [seats('e3', 10)], p2: [seats('e3', 5)] });
  const named = figuresFor(snapshotFor([], { seats: { lists: plain, totals: [] } }));
  const withUnnamed = {
    p1: listOf('p1', [{ name: 'x', reason: 'unknown', sold: 900, assigned: 800 }]),
    p2: listOf('p2'),
  };
  const unnamed = figuresFor(snapshotFor([], { seats: { lists: withUnnamed, totals: [] } }));
  expect({ ...unnamed, seatsNotCounted: [] }).toEqual(named);
  expect(named.seatsNotCounted).toEqual([]);
});
