import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOLDS_NOTHING, settleHoldings, unite } from '../../../lib/imports/stated-holdings.ts';
import { type Holdings, heldOn, mergeChanges } from '../../../lib/licensing/assignment.ts';

const DAY = 20_500;
const holds = (...held: string[]) => ({ held, undecided: [] });

test('gives new products from the day of the list, and says nothing of those already held', () => {
  expect(settleHoldings({}, holds('e3'), DAY)).toEqual({ e3: [[DAY, true]] });
  expect(settleHoldings({ e3: [[DAY - 90, true]] }, holds('e3'), DAY)).toBeUndefined();
});

test('ends products that the list does not name on its day', () => {
  const before: Holdings = { e3: [[DAY - 90, true]], visio: [[DAY - 3, true]] };
  expect(settleHoldings(before, holds('visio'), DAY)).toEqual({
    e3: [
      [DAY - 90, true],
      [DAY, false],
    ],
    visio: [[DAY - 3, true]],
  });
  expect(settleHoldings({}, HOLDS_NOTHING, DAY)).toBeUndefined();
});

test('strikes out what an earlier list of the same day said', () => {
  expect(settleHoldings({ e3: [[DAY, true]] }, HOLDS_NOTHING, DAY)).toEqual({});
  const ended: Holdings = {
    e3: [
      [DAY - 90, true],
      [DAY, false],
    ],
  };
  expect(settleHoldings(ended, holds('e3'), DAY)).toEqual({ e3: [[DAY - 90, true]] });
});

test('leaves undecided products as they are', () => {
  expect(settleHoldings({ basic: [[DAY - 9, true]] }, { held: [], undecided: ['basic'] }, DAY)).toBeUndefined();
  expect(settleHoldings({}, { held: [], undecided: ['basic'] }, DAY)).toBeUndefined();
});

test('starts a product that nothing was known of on the day that the list knows', () => {
  expect(settleHoldings({}, { ...holds('e3'), since: DAY - 400 }, DAY)).toEqual({ e3: [[DAY - 400, true]] });
  expect(settleHoldings({}, { ...holds('e3'), since: DAY + 1 }, DAY)).toEqual({ e3: [[DAY, true]] });
  const lost: Holdings = { e3: [[DAY - 30, false]] };
  expect(settleHoldings(lost, { ...holds('e3'), since: DAY - 400 }, DAY)).toEqual({
    e3: [
      [DAY - 30, false],
      [DAY, true],
    ],
  });
});

test('keeps what was said of later days', () => {
  const later: Holdings = { e3: [[DAY + 1, true]] };
  expect(settleHoldings(later, HOLDS_NOTHING, DAY)).toBeUndefined();
});

test('puts together what two rows of one user list', () => {
  const a = { held: ['e3'], undecided: [], since: DAY - 9 };
  expect(unite(a, { held: ['e3', 'visio'], undecided: ['basic'], since: undefined })).toEqual({
    held: ['e3', 'visio'],
    undecided: ['basic'],
    since: DAY - 9,
  });
});

test('holds exactly what the newest list names, however lists and single changes went before', () => {
  const sku = fc.constantFrom('a', 'b', 'c');
  const change = fc.record({ sku, on: fc.integer({ min: DAY - 40, max: DAY }), assigned: fc.boolean() });
  const list = fc.uniqueArray(sku);
  fc.assert(
    fc.property(fc.array(change), fc.array(list), list, (changes, earlier, last) => {
      let holdings: Holdings = mergeChanges({}, changes) ?? {};
      for (const [at, held] of earlier.entries())
        holdings = settleHoldings(holdings, holds(...held), DAY - earlier.length + at) ?? holdings;
      const settled = settleHoldings(holdings, holds(...last), DAY) ?? holdings;
      expect(
        Object.keys(settled)
          .filter((one) => heldOn(settled[one] ?? [], DAY))
          .sort(),
      ).toEqual([...last].sort());
      expect(settleHoldings(settled, holds(...last), DAY)).toBeUndefined();
    }),
  );
});
