import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyToUser } from '../../../../lib/imports/formats/stated-holdings.ts';
import { userAsBefore } from '../../../../lib/imports/undo/user-as-before.ts';
import { mergeChanges, type UserAssignments } from '../../../../lib/licensing/assignment.ts';

const before: UserAssignments = { holdings: { e3: [[10, true]] } };
const after: UserAssignments = {
  holdings: {
    e3: [
      [10, true],
      [20, false],
    ],
    e5: [[20, true]],
  },
};

test('a user is as before, and nothing is stored of one who was unknown', () => {
  expect(userAsBefore(after, { before, after })).toEqual(before);
  expect(userAsBefore(before, { before, after })).toEqual(before);
  expect(
    userAsBefore({ holdings: { e5: [[20, true]] } }, { after: { holdings: { e5: [[20, true]] } } }),
  ).toBeUndefined();
  expect(userAsBefore({ holdings: {} }, { after })).toBeUndefined();
});

test('the order in which a store gives names makes no difference', () => {
  const turned = { holdings: Object.fromEntries(Object.entries(after.holdings).reverse()) };
  expect(userAsBefore(turned, { before, after })).toEqual(before);
});

test('what was said since stays said, however often it is put back', () => {
  const since = { ...after, holdings: { ...after.holdings, visio: [[21, true] as const] } };
  const putBack = { holdings: { e3: [[10, true]], visio: [[21, true]] } };
  expect(userAsBefore(since, { before, after })).toEqual(putBack);
  expect(userAsBefore({ holdings: { e3: [[10, true]], visio: [[21, true]] } }, { before, after })).toEqual(putBack);
});

const SKUS = ['a', 'b', 'c'];
const changes = fc.array(
  fc.record({ sku: fc.constantFrom(...SKUS), on: fc.integer({ min: 1, max: 20 }), assigned: fc.boolean() }),
  { maxLength: 6 },
);

test('whatever a list made of whatever was stored, a user is put back exactly, and a later word is kept', () => {
  fc.assert(
    fc.property(changes, fc.subarray(SKUS), changes, (stored, held, later) => {
      const known: UserAssignments = { holdings: mergeChanges({}, stored) ?? {} };
      const made = applyToUser(known, { held, undecided: [] }, 15) ?? known;
      expect(userAsBefore(made, { before: known, after: made })).toEqual(known);
      const changed: UserAssignments = { holdings: mergeChanges(made.holdings, later) ?? made.holdings };
      const once = userAsBefore(changed, { before: known, after: made });
      expect(once && userAsBefore(once, { before: known, after: made })).toEqual(once);
    }),
  );
});
