import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyToHoldings,
  applyToUser,
  HOLDS_NOTHING,
  type StatedHoldings,
  unite,
} from '../../../../lib/imports/formats/stated-holdings.ts';
import { type Holdings, heldOn, mergeChanges, type UserAssignments } from '../../../../lib/licensing/assignment.ts';

const DAY = 20_500;
const holds = (...held: string[]) => ({ held, undecided: [] });

test('gives new products from the day of the list, and says nothing of those already held', () => {
  expect(applyToHoldings({}, holds('e3'), DAY)).toEqual({ e3: [[DAY, true]] });
  expect(applyToHoldings({ e3: [[DAY - 90, true]] }, holds('e3'), DAY)).toBeUndefined();
});

test('ends products that the list does not name on its day', () => {
  const before: Holdings = { e3: [[DAY - 90, true]], visio: [[DAY - 3, true]] };
  expect(applyToHoldings(before, holds('visio'), DAY)).toEqual({
    e3: [
      [DAY - 90, true],
      [DAY, false],
    ],
    visio: [[DAY - 3, true]],
  });
  expect(applyToHoldings({}, HOLDS_NOTHING, DAY)).toBeUndefined();
});

test('strikes out what an earlier list of the same day said', () => {
  expect(applyToHoldings({ e3: [[DAY, true]] }, HOLDS_NOTHING, DAY)).toEqual({});
  const ended: Holdings = {
    e3: [
      [DAY - 90, true],
      [DAY, false],
    ],
  };
  expect(applyToHoldings(ended, holds('e3'), DAY)).toEqual({ e3: [[DAY - 90, true]] });
});

test('leaves undecided products as they are', () => {
  expect(applyToHoldings({ basic: [[DAY - 9, true]] }, { held: [], undecided: ['basic'] }, DAY)).toBeUndefined();
  expect(applyToHoldings({}, { held: [], undecided: ['basic'] }, DAY)).toBeUndefined();
});

test('starts a product that nothing was known of on the day that the list knows', () => {
  expect(applyToHoldings({}, { ...holds('e3'), since: DAY - 400 }, DAY)).toEqual({ e3: [[DAY - 400, true]] });
  expect(applyToHoldings({}, { ...holds('e3'), since: DAY + 1 }, DAY)).toEqual({ e3: [[DAY, true]] });
  const lost: Holdings = { e3: [[DAY - 30, false]] };
  expect(applyToHoldings(lost, { ...holds('e3'), since: DAY - 400 }, DAY)).toEqual({
    e3: [
      [DAY - 30, false],
      [DAY, true],
    ],
  });
});

test('keeps what was said of later days', () => {
  const later: Holdings = { e3: [[DAY + 1, true]] };
  expect(applyToHoldings(later, HOLDS_NOTHING, DAY)).toBeUndefined();
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
        holdings = applyToHoldings(holdings, holds(...held), DAY - earlier.length + at) ?? holdings;
      const after = applyToHoldings(holdings, holds(...last), DAY) ?? holdings;
      expect(
        Object.keys(after)
          .filter((one) => heldOn(after[one] ?? [], DAY))
          .sort(),
      ).toEqual([...last].sort());
      expect(applyToHoldings(after, holds(...last), DAY)).toBeUndefined();
    }),
  );
});

/** Holds products since a day, some with workloads taken away. */
const holding = (held: Readonly<Record<string, readonly string[]>>, since?: number): StatedHoldings => ({
  held: Object.keys(held),
  undecided: [],
  ...(since === undefined ? {} : { sinceOf: new Map(Object.keys(held).map((sku) => [sku, since])) }),
  withheld: new Map(Object.entries(held)),
});

test('takes workloads away from the day of the list on, or as long as the product is known to be held', () => {
  expect(applyToUser({ holdings: {} }, holding({ e3: ['teams'], visio: [] }), DAY)).toEqual({
    holdings: { e3: [[DAY, true]], visio: [[DAY, true]] },
    withheld: { e3: { teams: [[DAY, true]] } },
  });
  expect(applyToUser({ holdings: {} }, holding({ e3: ['teams'] }, DAY - 40), DAY)).toEqual({
    holdings: { e3: [[DAY - 40, true]] },
    withheld: { e3: { teams: [[DAY - 40, true]] } },
  });
});

const withoutTeams: UserAssignments = {
  holdings: { e3: [[DAY - 40, true]] },
  withheld: { e3: { teams: [[DAY - 40, true]] } },
};

test('gives back on its day what the list does not name any more, and takes it away again', () => {
  const given = applyToUser(withoutTeams, holding({ e3: ['yammer'] }), DAY);
  expect(given).toEqual({
    holdings: withoutTeams.holdings,
    withheld: {
      e3: {
        teams: [
          [DAY - 40, true],
          [DAY, false],
        ],
        yammer: [[DAY, true]],
      },
    },
  });
  expect(applyToUser(given ?? withoutTeams, holding({ e3: ['teams'] }), DAY)).toEqual(withoutTeams);
  expect(applyToUser(withoutTeams, holding({ e3: ['teams'] }), DAY)).toBeUndefined();
});

test('gives back the workloads of a product that ends with it', () => {
  expect(applyToUser(withoutTeams, HOLDS_NOTHING, DAY)).toEqual({
    holdings: {
      e3: [
        [DAY - 40, true],
        [DAY, false],
      ],
    },
    withheld: {
      e3: {
        teams: [
          [DAY - 40, true],
          [DAY, false],
        ],
      },
    },
  });
});

test('leaves workloads as they are where a list does not speak of them, or of the product', () => {
  expect(applyToUser(withoutTeams, holds('e3'), DAY)).toBeUndefined();
  expect(applyToUser(withoutTeams, { held: [], undecided: ['e3'] }, DAY)).toBeUndefined();
});

test('forgets a product of which nothing is withheld', () => {
  const once = applyToUser({ holdings: {} }, holding({ e3: ['teams'] }), DAY);
  expect(applyToUser(once ?? { holdings: {} }, holding({ e3: [] }), DAY)).toEqual({ holdings: { e3: [[DAY, true]] } });
});

test('puts together two rows of one user: what either gives is given', () => {
  const { withheld, sinceOf } = unite(
    holding({ e3: ['teams', 'yammer'], visio: ['sharepoint'] }, DAY - 9),
    holding({ e3: ['yammer'] }, DAY - 12),
  );
  expect(Object.fromEntries(withheld ?? [])).toEqual({ e3: ['yammer'], visio: ['sharepoint'] });
  expect(sinceOf).toEqual(
    new Map([
      ['e3', DAY - 12],
      ['visio', DAY - 9],
    ]),
  );
});

test('withholds exactly what the newest list withholds of what it names, whatever lists went before', () => {
  const workloads = fc.uniqueArray(fc.constantFrom('teams', 'yammer'));
  const list = fc.dictionary(fc.constantFrom('a', 'b'), workloads, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(list), list, (earlier, last) => {
      let user: UserAssignments = { holdings: {} };
      for (const [at, one] of earlier.entries())
        user = applyToUser(user, holding(one, DAY - 90), DAY - earlier.length + at) ?? user;
      user = applyToUser(user, holding(last), DAY) ?? user;
      const withheld = Object.entries(user.withheld ?? {}).flatMap(([sku, histories]) =>
        Object.keys(histories)
          .filter((workload) => heldOn(histories[workload] ?? [], DAY))
          .map((workload) => `${sku}/${workload}`),
      );
      expect(withheld.sort()).toEqual(
        Object.entries(last)
          .flatMap(([sku, all]) => all.map((workload) => `${sku}/${workload}`))
          .sort(),
      );
      expect(applyToUser(user, holding(last), DAY)).toBeUndefined();
    }),
  );
});
