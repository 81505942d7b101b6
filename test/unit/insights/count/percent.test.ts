import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentOf, sumOrUnknown, sumWhereBothKnown } from '../../../../lib/insights/count/percent.ts';

test('rounds half up to one decimal', () => {
  expect(percentOf(1, 3)).toBe(33.3);
  expect(percentOf(2, 3)).toBe(66.7);
  expect(percentOf(1, 2000)).toBe(0.1);
  expect(percentOf(1, 2001)).toBe(0);
  expect(percentOf(9, 21)).toBe(42.9);
  expect(percentOf(8, 18)).toBe(44.4);
});

test('is not capped at 100', () => {
  expect(percentOf(3, 2)).toBe(150);
});

test('is null when the divisor is 0 or a count is unknown', () => {
  expect(percentOf(1, 0)).toBeNull();
  expect(percentOf(null, 5)).toBeNull();
  expect(percentOf(5, null)).toBeNull();
});

test('is exact to the half of a tenth for all counts up to ten million', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.integer({ min: 1, max: 10_000_000 }), (numerator, denominator) => {
      const tenths = Math.round((percentOf(numerator, denominator) ?? Number.NaN) * 10);
      const twiceRemainder = 2n * (1000n * BigInt(numerator) - BigInt(tenths) * BigInt(denominator));
      expect(twiceRemainder >= -BigInt(denominator) && twiceRemainder < BigInt(denominator)).toBe(true);
    }),
  );
});

test('sums to unknown when one count is unknown', () => {
  expect(sumOrUnknown([1, 2])).toBe(3);
  expect(sumOrUnknown([1, null])).toBeNull();
  expect(sumOrUnknown([])).toBe(0);
});

test('sums pairs where both are known and says how many those were', () => {
  expect(
    sumWhereBothKnown([
      [1, 10],
      [null, 5],
      [2, null],
      [3, 20],
    ]),
  ).toEqual({ numerator: 4, denominator: 30, counted: { members: 2, of: 4 } });
  expect(sumWhereBothKnown([[null, 5]])).toEqual({
    numerator: null,
    denominator: null,
    counted: { members: 0, of: 1 },
  });
});
