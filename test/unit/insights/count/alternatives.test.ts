import fc from 'fast-check';
import { expect, test } from 'vitest';
import { A, fullCoverage, listsOf, seats, snapshotFor, user } from '../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const MEMBERS = ['e1', 'mail', 'sales'] as const;
const groups = new Map([['tools', { id: 'tools', name: 'Tools', products: [...MEMBERS] }]]);
const catalogue = { ...smallCatalogue, groups };
const LONG_AGO = A - 100;

interface Someone {
  readonly held: readonly string[];
  /** Workloads used on the as-of day. */
  readonly used: readonly string[];
}

const groupOf = (people: readonly Someone[], sold: Readonly<Record<string, number>>, more: object = {}) => {
  const users = people.map(({ held, used }, index) =>
    user(`person${index}@contoso.com`, {
      held: Object.fromEntries(held.map((sku) => [sku, [[LONG_AGO, true]]])),
      active: Object.fromEntries(used.map((workload) => [workload, [0]])),
    }),
  );
  const list = Object.entries(sold).map(([sku, count]) => seats(sku, count));
  const { groups: rows = [] } = snapshotFor(users, { catalogue, seats: listsOf({ you: list }), ...more });
  return rows[0];
};

/** All ways to take one held product for each used workload, each way as the products taken, with as few as can be. */
const fewest = ({ held, used }: Someone): string[][] => {
  const ways = used.reduce<string[][]>(
    (some, workload) => {
      const having = held.filter((sku) => catalogue.products.get(sku)?.workloads.includes(workload));
      return having.length === 0 ? some : some.flatMap((way) => having.map((sku) => [...new Set([...way, sku])]));
    },
    [[]],
  );
  const least = Math.min(...ways.map(({ length }) => length));
  return ways.filter(({ length }) => length === least);
};

const seatsTaken = (kept: readonly (readonly string[])[], sold: Readonly<Record<string, number>>): number =>
  Object.entries(sold).reduce(
    (sum, [sku, count]) => sum + Math.min(count, kept.filter((skus) => skus.includes(sku)).length),
    0,
  );

const mostTaken = (
  ways: readonly string[][][],
  sold: Readonly<Record<string, number>>,
  kept: string[][] = [],
): number => {
  const [first, ...others] = ways;
  if (!first) return seatsTaken(kept, sold);
  return Math.max(...first.map((way) => mostTaken(others, sold, [...kept, way])));
};

const someone = fc.record({
  held: fc.subarray([...MEMBERS], { minLength: 1, maxLength: 2 }),
  used: fc.subarray(['exchange', 'sharepoint', 'teams', 'dynamics365sales']),
});

test('as many seats of people with two products can move as when everybody is tried with every set of products that does', () => {
  fc.assert(
    fc.property(
      fc.array(someone, { minLength: 1, maxLength: 5 }),
      fc.record({ e1: fc.nat(4), mail: fc.nat(4), sales: fc.nat(4) }),
      (people, sold) => {
        const ways = people.map((person) => {
          const wanted = fewest(person);
          const isUsed = wanted.some((way) => way.length > 0);
          return person.held.length > 1 && isUsed ? wanted : [[...person.held]];
        });
        const all = seatsTaken(
          people.map(({ held }) => held),
          sold,
        );
        expect(groupOf(people, sold)?.movable).toBe(all - mostTaken(ways, sold));
      },
    ),
    { numRuns: 200 },
  );
});

test('people who hold several are told apart by how many they need, and each product by who lacks nothing without it', () => {
  const people = [
    { held: ['e1', 'mail'], used: ['teams', 'exchange'] }, // e1 has both
    { held: ['e1', 'mail'], used: ['exchange'] }, // either
    { held: ['mail', 'sales'], used: ['exchange', 'dynamics365sales'] }, // both
    { held: ['e1', 'sales'], used: [] },
    { held: ['mail'], used: ['exchange'] },
    { held: ['e3'], used: ['teams'] }, // is in no group
  ];
  expect(groupOf(people, { e1: 10, mail: 10, sales: 10 })).toEqual({
    group: 'tools',
    holders: 5,
    active: 4,
    unmatched: 0,
    several: { none: 1, one: 2, more: 1 },
    movable: 2,
    heardDays: 28,
    products: [
      { sku: 'e1', spare: 0 },
      { sku: 'mail', spare: 1 },
      { sku: 'sales', spare: 0 },
    ],
    unmeasured: [],
  });
});

test('a product of whose use nothing is told is kept, and named', () => {
  const { dynamics365sales: _, sharepoint: _s, onedrive: _o, ...activity } = fullCoverage.activity;
  const people = [{ held: ['mail', 'sales'], used: ['exchange'] }];
  const row = groupOf(people, { mail: 5, sales: 5 }, { coverage: { ...fullCoverage, activity } });
  expect(row).toMatchObject({ movable: 0, unmeasured: ['sales'], several: { none: 0, one: 0, more: 1 } });
});

test('seats that nobody told of cannot move, and are null where that is all', () => {
  const people = [{ held: ['e1', 'mail'], used: ['teams'] }];
  expect(groupOf(people, { e1: 5 })?.movable).toBe(0);
  expect(groupOf(people, { mail: 5 })?.movable).toBe(1);
  expect(groupOf(people, {})?.movable).toBeNull();
});

test('who holds them is not known before the first list of assignments', () => {
  const { assignments: _, ...coverage } = fullCoverage;
  expect(groupOf([], { e1: 5, mail: 5 }, { coverage })).toMatchObject({
    holders: null,
    active: null,
    unmatched: null,
    several: null,
    movable: null,
  });
});

test('a customer with one product of a group has no row of it, and an id that is no address is unmatched', () => {
  expect(groupOf([{ held: ['e1'], used: ['teams'] }], { e1: 5 })).toBeUndefined();
  const octocat = user('octocat', { held: { mail: [[LONG_AGO, true]] }, active: { exchange: [0] } });
  const anna = user('anna@contoso.com', { held: { e1: [[LONG_AGO, true]] } });
  const list = listsOf({ you: [seats('e1', 1), seats('mail', 1)] });
  expect(snapshotFor([octocat, anna], { catalogue, seats: list }).groups?.[0]?.unmatched).toBe(1);
});
