import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type HoldingChange,
  type HoldingHistory,
  heldOn,
  heldSince,
  heldWithin,
  mergeChange,
  mergeChanges,
} from '../../../lib/licensing/assignment.ts';

const change = fc.record({
  sku: fc.constantFrom('e3', 'e5'),
  on: fc.integer({ min: 20_000, max: 20_150 }),
  assigned: fc.boolean(),
});
const holdingsAfter = (changes: readonly HoldingChange[]) => mergeChanges({}, changes) ?? {};

test('order, repetition and splitting of changes make no difference', () => {
  const batches = fc
    .array(change, { minLength: 1, maxLength: 30 })
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length)),
    );
  fc.assert(
    fc.property(batches, ([all, mixed, cut]) => {
      const first = holdingsAfter(mixed.slice(cut));
      const both = mergeChanges(first, [...mixed.slice(0, cut), ...mixed]) ?? first;
      expect(both).toEqual(holdingsAfter(all));
      expect(mergeChanges(both, all)).toBeUndefined();
    }),
  );
});

test('forgetting old changes does not change who held what in the 64 days up to the newest change', () => {
  const changes = fc.array(
    change.map((one) => ({ ...one, sku: 'e3' })),
    { minLength: 1, maxLength: 30 },
  );
  fc.assert(
    fc.property(changes, fc.nat(64), (all, back) => {
      const history = holdingsAfter(all).e3 ?? [];
      const day = Math.max(...all.map(({ on }) => on)) - back;
      const past = all.filter(({ on }) => on <= day);
      const newest = Math.max(...past.map(({ on }) => on));
      expect(heldOn(history, day)).toBe(past.some(({ on, assigned }) => on === newest && assigned));
    }),
  );
});

test('the newest change decides; on one day, assigned does', () => {
  let history: HoldingHistory = [];
  history = mergeChange(history, 20_010, false);
  history = mergeChange(history, 20_000, true);
  expect([19_999, 20_000, 20_009, 20_010].map((day) => heldOn(history, day))).toEqual([false, true, true, false]);
  expect(heldOn(mergeChange(history, 20_010, true), 20_010)).toBe(true);
});

test('a window holds what is held on any of its days', () => {
  const history: HoldingHistory = [
    [20_000, true],
    [20_010, false],
  ];
  expect(heldWithin(history, 20_009, 20_030)).toBe(true);
  expect(heldWithin(history, 20_010, 20_030)).toBe(false);
  expect(heldWithin(history, 19_990, 20_000)).toBe(true);
  expect(heldWithin(history, 19_990, 19_999)).toBe(false);
});

test('a holding is as old as its last unbroken run', () => {
  const history: HoldingHistory = [
    [20_000, true],
    [20_010, false],
    [20_020, true],
    [20_025, true],
  ];
  expect([20_005, 20_015, 20_030].map((day) => heldSince(history, day))).toEqual([20_000, undefined, 20_020]);
});
