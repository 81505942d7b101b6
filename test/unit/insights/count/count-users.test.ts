import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../../../../lib/activity/calendar.ts';
import { userCounter } from '../../../../lib/insights/count/count-users.ts';
import { tallyContextOf } from '../../../../lib/insights/count/make-snapshot.ts';
import { asStored, storedTally } from '../../../../lib/insights/count/stored-tally.ts';
import { emptyTally, type Tally } from '../../../../lib/insights/count/tally.ts';
import type { UserFacts } from '../../../../lib/insights/count/user-standing.ts';
import { A, fullCoverage, listsOf, seats } from '../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const DEFINITIONS = {
  catalogue: smallCatalogue,
  limits: { activity: 7, subscriptions: 35, seatTotals: 35, assignments: 35, supportCases: 35 },
  reportingLagDays: 1,
};
const SKUS = [...smallCatalogue.products.keys()];
const context = tallyContextOf(
  { coverage: fullCoverage, seats: listsOf({ p1: SKUS.map((sku) => seats(sku, 2)) }) },
  DEFINITIONS,
  A,
);

const history = fc
  .uniqueArray(fc.tuple(fc.integer({ min: A - 60, max: A + 1 }), fc.boolean()), {
    selector: ([day]) => day,
    maxLength: 3,
  })
  .map((changes) => changes.sort(([a], [b]) => a - b));
const user: fc.Arbitrary<UserFacts> = fc.record({
  userId: fc.constantFrom('ada', 'bob@contoso.example'),
  holdings: fc.dictionary(fc.constantFrom(...SKUS, 'unknown'), history, { maxKeys: 3 }),
  withheld: fc.dictionary(
    fc.constantFrom(...SKUS),
    fc.dictionary(fc.constantFrom('exchange', 'teams', 'sharepoint'), history, { maxKeys: 2 }),
    { maxKeys: 2 },
  ),
  calendar: fc
    .array(
      fc.record({
        workload: fc.constantFrom(...Object.keys(fullCoverage.activity)),
        day: fc.integer({ min: A - 33, max: A + 1 }),
      }),
      { maxLength: 5 },
    )
    .map(calendarOf),
});

const count = (users: readonly UserFacts[], mostSteps?: number, tally = emptyTally()): Tally => {
  const counter = userCounter(tally, context, mostSteps);
  for (const one of users) counter.add(one);
  counter.settle();
  return tally;
};

/** A tally by its counts alone: the order in which rows came up means nothing. */
const sorted = (value: unknown): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [key, sorted(one)]));
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sorted(one)]));
};

test('users who are alike are counted as if each were the only one of its kind', () => {
  fc.assert(
    fc.property(
      fc.array(user, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(3), { maxLength: 12 }),
      (kinds, order) => {
        const users = order.flatMap((at) => kinds[at] ?? []);
        const together = sorted(count(users));
        expect(sorted(count(users, 0))).toEqual(together); // each kind is forgotten after its first user
        expect(sorted(count(users.toReversed(), 5))).toEqual(together);
      },
    ),
  );
});

test('a count that is stored between two users goes on as if it had not been', () => {
  fc.assert(
    fc.property(fc.array(user, { maxLength: 5 }), fc.array(user, { maxLength: 5 }), (first, second) => {
      const between = storedTally.parse(JSON.parse(asStored(count(first))));
      expect(sorted(count(second, undefined, between))).toEqual(sorted(count([...first, ...second])));
    }),
  );
});
