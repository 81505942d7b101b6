import { expect, test } from 'vitest';
import { indexWriteUnits, readUnits, writeUnits } from '../../../infra/local/gate/dynamodb/capacity-units.ts';
import { itemSize } from '../../../infra/local/gate/dynamodb/item-size.ts';

/** An item of so many bytes: a name of one, and text. */
const ofBytes = (bytes: number) => ({ a: { S: 'x'.repeat(bytes - 1) } });

test.each([
  ['nothing', {}, 0],
  ['text in UTF-8, and not in characters', { é: { S: 'naïve 😀' } }, 2 + 11],
  ['a number by its significant digits', { n: { N: '-12300' } }, 1 + 3],
  ['a fraction', { n: { N: '0.0012' } }, 1 + 2],
  ['a number with an exponent', { n: { N: '1.5E+20' } }, 1 + 2],
  ['zero', { n: { N: '0' } }, 1 + 1],
  ['bytes as they are', { b: { B: Buffer.alloc(10).toString('base64') } }, 1 + 10],
  ['truth and nothing', { t: { BOOL: true }, z: { NULL: true } }, 2 + 2],
  ['sets', { s: { SS: ['ab', 'c'] }, n: { NS: ['1', '22'] } }, 1 + 3 + 1 + 2 + 2],
  ['a list', { l: { L: [{ S: 'ab' }, { N: '1' }] } }, 1 + 3 + (1 + 2) + (1 + 2)],
  ['a map', { m: { M: { k: { S: 'ab' } } } }, 1 + 3 + 1 + (1 + 2)],
])('measures %s', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});

test('reads go by 4 KB, half price where they may be late, and nothing costs as much as something', () => {
  expect([0, 1, 4096, 4097, 8192].map((bytes) => readUnits(bytes, true))).toEqual([1, 1, 1, 2, 2]);
  expect([0, 4096, 4097].map((bytes) => readUnits(bytes, false))).toEqual([0.5, 0.5, 1]);
});

test('writes go by 1 KB of the larger of what was and what is', () => {
  expect(writeUnits(undefined, ofBytes(1024))).toBe(1);
  expect(writeUnits(undefined, ofBytes(1025))).toBe(2);
  expect(writeUnits(ofBytes(3000), ofBytes(100))).toBe(3);
  expect(writeUnits(ofBytes(3000), undefined)).toBe(3);
  expect(writeUnits(undefined, undefined)).toBe(1);
});

const byState = { name: 'by-state', keys: ['state'], attributes: ['state', 'id', 'shown'] };
const entry = (more = {}) => ({ id: { S: '1' }, state: { S: 'open' }, shown: { S: 'a' }, hidden: { S: 'b' }, ...more });

test.each([
  ['a new entry', undefined, entry(), 1],
  ['an entry that goes', entry(), undefined, 1],
  ['an entry that moves', entry(), entry({ state: { S: 'closed' } }), 2],
  ['an entry whose shown part changes', entry(), entry({ shown: { S: 'c' } }), 1],
  ['a change of what it does not hold', entry(), entry({ hidden: { S: 'c' } }), 0],
  ['an item that lacks its key', { id: { S: '1' } }, { id: { S: '1' }, shown: { S: 'c' } }, 0],
  ['an entry that gets its key', { id: { S: '1' } }, entry(), 1],
  ['a large entry', undefined, entry({ shown: ofBytes(2000).a }), 2],
])('an index pays for %s', (_, before, after, units) => {
  expect(indexWriteUnits(byState, before, after)).toBe(units);
});
