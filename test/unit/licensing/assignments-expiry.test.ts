import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignmentsExpiry, type HoldingHistory, heldOn } from '../../../lib/licensing/assignment.ts';

const DAY = 86_400;

test('who holds nothing any more is forgotten 32 days after the last product ended', () => {
  const holdings = {
    e3: [
      [20_000, true],
      [20_500, false],
    ],
    e5: [
      [20_400, true],
      [20_510, false],
    ],
  } as const;
  expect(assignmentsExpiry(holdings)).toBe((20_510 + 32) * DAY);
});

test('who holds anything, or of whom nothing is known, is not forgotten', () => {
  expect(assignmentsExpiry({ e3: [[20_000, true]], e5: [[20_400, false]] })).toBeUndefined();
  expect(assignmentsExpiry({})).toBeUndefined();
  expect(assignmentsExpiry({ e3: [] })).toBeUndefined();
});

const history: fc.Arbitrary<HoldingHistory> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 20_000, max: 20_100 }), fc.boolean()), { selector: ([day]) => day })
  .map((entries) => entries.sort(([a], [b]) => a - b));

test('in the 32 days before somebody is forgotten, and ever after, nothing is held', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), history), fc.nat(200), (holdings, later) => {
      const expiry = assignmentsExpiry(holdings);
      if (expiry === undefined) return;
      const day = expiry / DAY - 32 + later;
      expect(Object.values(holdings).filter((one) => heldOn(one, day))).toEqual([]);
    }),
  );
});
