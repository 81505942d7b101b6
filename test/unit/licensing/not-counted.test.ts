import { expect, test } from 'vitest';
import {
  besideOthers,
  bySeats,
  keepNames,
  sumOfName,
  type UnnamedProduct,
} from '../../../lib/licensing/not-counted.ts';

const named = (name: string, more: Partial<UnnamedProduct> = {}): UnnamedProduct => ({
  name,
  reason: 'unknown',
  sold: null,
  assigned: null,
  ...more,
});

test('sums the lines of a name, of which nothing is known where one does not tell', () => {
  expect(sumOfName(named('a', { sold: 3, assigned: 1 }), named('a', { sold: 4 }))).toEqual(named('a', { sold: 7 }));
});

test('leads with most seats, and with unknown ones before none', () => {
  const all = [named('none', { sold: 0 }), named('unknown'), named('two', { sold: 2 }), named('held', { assigned: 9 })];
  expect(all.sort(bySeats).map(({ name }) => name)).toEqual(['held', 'two', 'unknown', 'none']);
});

test('keeps the 200 names with most seats, and counts the others', () => {
  const { products, more } = keepNames(Array.from({ length: 230 }, (_, at) => named(`n${at}`, { sold: at })));
  expect([products.length, products[0]?.sold, products.at(-1)?.sold, more]).toEqual([200, 229, 30, 30]);
});

test('keeps no more than have room beside the list that they are stored with', () => {
  const long = Array.from({ length: 200 }, (_, at) => named(`${at} ${'名'.repeat(190)}`, { sold: at }));
  const { products, more } = keepNames(long);
  expect(Buffer.byteLength(JSON.stringify(products))).toBeLessThanOrEqual(30_000);
  expect([products[0]?.sold, products.length + more]).toEqual([199, 200]);
  const record = { importId: 'i', portfolio: 'p', source: 's', day: '2026-03-01', products, more };
  expect(besideOthers(record, [undefined, record]).products).toEqual(products);
  // The lists of all sellers share one item.
  const fourth = besideOthers(record, [record, record, record]);
  expect(fourth.products.length).toBeLessThan(products.length / 2);
  expect(fourth.products.length + fourth.more).toBe(200);
});
