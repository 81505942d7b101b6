import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HolderGroup, mostSeated } from '../../../../lib/insights/count/seating.ts';

/** Tries every way to seat the people one after the other: as plain as can be, and exponential. */
const bruteForce = (people: readonly (readonly string[])[], seats: Record<string, number>): number => {
  const [first, ...others] = people;
  if (first === undefined) return 0;
  const options = first
    .filter((sku) => (seats[sku] ?? 0) > 0)
    .map((sku) => 1 + bruteForce(others, { ...seats, [sku]: (seats[sku] ?? 0) - 1 }));
  return Math.max(bruteForce(others, seats), ...options);
};

const SKUS = ['a', 'b', 'c'];
const groups = fc.array(
  fc.record({ skus: fc.subarray(SKUS, { minLength: 1 }), people: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 4 },
);
const seats = fc.record({ a: fc.nat(4), b: fc.nat(4), c: fc.nat(4) });

test('seats as many people as the best of all ways to seat them', () => {
  fc.assert(
    fc.property(groups, seats, (some, counts) => {
      const people = some.flatMap(({ skus, people: many }) => Array.from({ length: many }, () => skus)).slice(0, 7);
      const grouped: HolderGroup[] = people.map((skus) => ({ skus, people: 1 }));
      expect(mostSeated(grouped, new Map(Object.entries(counts)))).toBe(bruteForce(people, counts));
    }),
    { numRuns: 300 },
  );
});

test('does not depend on the order or the splitting of groups, and never shrinks with more seats', () => {
  fc.assert(
    fc.property(groups, seats, seats, (some, counts, more) => {
      const seated = mostSeated(some, new Map(Object.entries(counts)));
      const shuffled = [...some].reverse().flatMap(({ skus, people }) => [
        { skus: [...skus].reverse(), people: people - 1 },
        { skus, people: 1 },
      ]);
      expect(mostSeated(shuffled, new Map(Object.entries(counts)))).toBe(seated);
      const added = SKUS.map((sku): [string, number] => [
        sku,
        (counts[sku as keyof typeof counts] ?? 0) + (more[sku as keyof typeof more] ?? 0), // names of the records above
      ]);
      expect(mostSeated(some, new Map(added))).toBeGreaterThanOrEqual(seated);
    }),
  );
});

test('moves people who hold several products so that the others can sit', () => {
  const both = { skus: ['a', 'b'], people: 10 };
  const onlyA = { skus: ['a'], people: 10 };
  const counts = new Map([
    ['a', 10],
    ['b', 10],
  ]);
  expect(mostSeated([both, onlyA], counts)).toBe(20);
  expect(mostSeated([onlyA, both], counts)).toBe(20);
});

test('takes counts of a hundred thousand in a few steps', () => {
  const many = [
    { skus: ['a', 'b'], people: 100_000 },
    { skus: ['b', 'c'], people: 100_000 },
    { skus: ['a'], people: 50_000 },
  ];
  const counts = new Map([
    ['a', 60_000],
    ['b', 70_000],
    ['c', 80_000],
  ]);
  expect(mostSeated(many, counts)).toBe(210_000);
});
