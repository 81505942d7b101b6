import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recommendationsOf } from '../../../lib/insights/view/recommendations.ts';
import { entryOf, listedEntry } from '../../../lib/portfolio/generation/entry.ts';
import type { IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import { daysBefore, figuresFor, fullCoverage, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';
import { people } from '../insights/rule-customers.ts';
import { entry } from './entries.ts';

const product = (sku: string, family: string, sold: number | null, assigned: number | null, active: number | null) => ({
  sku,
  family,
  sold,
  assigned,
  active,
});

test('breaks a portfolio down as counted by hand, sums first, what has most seats first', () => {
  const entries = [
    entry('a', {
      products: [product('e3', 'office365', 1, 1, 1), product('sales', 'dynamics365', 40, 10, 5)],
      workloads: [{ family: 'office365', workload: 'teams', qualified: 1, active: 1 }],
      families: [
        { family: 'office365', people: 1 },
        { family: 'dynamics365', people: 5 },
      ],
    }),
    entry('b', {
      products: [product('e3', 'office365', 999, 99, 50), product('mail', 'office365', 500, null, null)],
      workloads: [{ family: 'office365', workload: 'teams', qualified: 999, active: 50 }],
      families: [{ family: 'office365', people: 60 }],
    }),
    entry('c', {
      products: [product('e3', 'office365', 30, 20, null)],
      workloads: [{ family: 'office365', workload: 'teams', qualified: 30, active: null }],
      families: [{ family: 'office365', people: null }],
    }),
  ];
  expect(sumsOf(entries, { e3: 'Office 365 E3' }).breakdown).toEqual({
    families: [
      {
        family: 'office365',
        customers: 3,
        sold: 1030,
        assigned: 120,
        deploymentPercent: 11.7,
        activePeople: 61,
        activeEntitlements: 51,
        qualified: 1000,
        usagePercent: 5.1,
      },
      {
        family: 'dynamics365',
        customers: 1,
        sold: 40,
        assigned: 10,
        deploymentPercent: 25,
        activePeople: 5,
        activeEntitlements: 5,
        qualified: 40,
        usagePercent: 12.5,
      },
    ],
    products: [
      {
        sku: 'e3',
        name: 'Office 365 E3',
        family: 'office365',
        customers: 3,
        sold: 1030,
        assigned: 120,
        deploymentPercent: 11.7,
        activeEntitlements: 51,
        qualified: 1000,
        usagePercent: 5.1,
      },
      expect.objectContaining({ sku: 'sales', name: 'sales', customers: 1, sold: 40, usagePercent: 12.5 }),
      expect.objectContaining({ sku: 'mail', customers: 1, sold: null, assigned: null, qualified: null }),
    ],
    workloads: [
      {
        family: 'office365',
        workload: 'teams',
        customers: 3,
        active: 51,
        qualified: 1000,
        usagePercent: 5.1,
        counted: { members: 2, of: 3 },
      },
    ],
  });
});

test('a customer of whose seats nobody told spoils no percentage of the portfolio', () => {
  const told = entryOf(
    figuresFor(
      snapshotFor(
        Array.from({ length: 5 }, (_, n) => user(`x-${n}`, { holds: ['e3'], active: { teams: [1] } })),
        { seats: listsOf({ p1: [seats('e3', 10)] }) },
      ),
    ),
  );
  const untold = entryOf(
    figuresFor(
      snapshotFor(
        Array.from({ length: 100 }, (_, n) => user(`y-${n}`, { active: { teams: [1] } })),
        { seats: { lists: {}, totals: [] } },
      ),
    ),
  );
  const teams = sumsOf([told, untold], {}).breakdown.workloads.find(({ workload }) => workload === 'teams');
  expect(teams).toMatchObject({
    customers: 2,
    active: 5,
    qualified: 10,
    usagePercent: 50,
    counted: { members: 1, of: 2 },
  });
});

test('a family in which people are active is in the breakdown, also where nobody sold them a product of it', () => {
  const guests = Array.from({ length: 3 }, (_, n) => user(`guest-${n}`, { active: { dynamics365sales: [1] } }));
  const staff = user('staff', { holds: ['e3'], active: { teams: [1] } });
  const entry = entryOf(figuresFor(snapshotFor([...guests, staff], { seats: listsOf({ p1: [seats('e3', 10)] }) })));
  const { families } = sumsOf([entry], {}).breakdown;
  expect(families.map(({ family }) => family)).toEqual(['office365', 'dynamics365']);
  expect(families[1]).toEqual({
    family: 'dynamics365',
    customers: 1,
    sold: null,
    assigned: null,
    deploymentPercent: null,
    activePeople: 3,
    activeEntitlements: null,
    qualified: null,
    usagePercent: null,
  });
});

test('seats of trials alone are 0 sold in the breakdown as they are in the totals, not unknown', () => {
  const trial = snapshotFor([user('a', { holds: ['explore'], active: { teams: [0] } })], {
    seats: listsOf({ p1: [seats('explore', 25)] }),
  });
  const entries = [entryOf(figuresFor(trial))];
  expect(sumsOf(entries, {}).totals).toMatchObject({
    sold: 0,
    assigned: 0,
    deploymentPercent: null,
    activeEntitlements: 1,
  });
  const { families, products } = sumsOf(entries, {}).breakdown;
  for (const row of [families[0], products[0]])
    expect(row).toMatchObject({ sold: 0, assigned: 0, deploymentPercent: null, activeEntitlements: 1, qualified: 0 });
});

const SKUS = ['e3', 'mail', 'sales', 'explore'] as const;
const person = fc.record({
  holds: fc.subarray([...SKUS]),
  active: fc.dictionary(fc.constantFrom('exchange', 'teams', 'sharepoint', 'dynamics365sales'), fc.array(fc.nat(35)), {
    maxKeys: 3,
  }),
});
const customer: fc.Arbitrary<IndexEntry> = fc
  .record({
    users: fc.array(person, { maxLength: 6 }),
    sold: fc.dictionary(fc.constantFrom(...SKUS), fc.nat(5), { minKeys: 4, maxKeys: 4 }),
  })
  .map(({ users, sold }) => {
    const subscriptions = Object.entries(sold).map(([sku, quantity]) => seats(sku, quantity));
    const snapshot = snapshotFor(
      users.map((facts, n) => user(`u-${n}`, facts)),
      { seats: listsOf({ p1: subscriptions }) },
    );
    return entryOf(figuresFor(snapshot));
  });

test('where all is known, the sums by product and by family both add up to the totals', () => {
  const sum = (rows: readonly object[], key: string) =>
    rows.reduce((total, row) => total + ((row as Record<string, number>)[key] ?? Number.NaN), 0); // all rows hold counts
  fc.assert(
    fc.property(fc.array(customer, { minLength: 1, maxLength: 5 }), (entries) => {
      const totals = sumsOf(entries, {}).totals;
      const { products, families } = sumsOf(entries, {}).breakdown;
      for (const key of ['sold', 'assigned', 'activeEntitlements', 'qualified'] as const) {
        expect(sum(products, key)).toBe(totals[key]);
        expect(sum(families, key)).toBe(totals[key]);
      }
      expect(products.map(({ qualified }) => qualified)).toEqual(
        products.map(({ qualified }) => qualified).toSorted((a, b) => (b ?? 0) - (a ?? 0)),
      );
    }),
    { numRuns: 200 },
  );
});

test('counts the customers with a stale source', () => {
  expect(sumsOf([entry('a'), entry('b', { stale: true }), entry('c', { stale: true })], {}).totals.staleCustomers).toBe(
    2,
  );
  const activity = { ...fullCoverage.activity, teams: daysBefore(8) };
  expect(entryOf(figuresFor(snapshotFor([])))).toMatchObject({ stale: false });
  expect(entryOf(figuresFor(snapshotFor([], { coverage: { ...fullCoverage, activity } })))).toMatchObject({
    stale: true,
  });
});

test('an entry lists what is advised of the customer, in order, and what each is about', () => {
  const snapshot = snapshotFor(
    [...people('idle', 4, { holds: ['e3'] }), ...people('busy', 12, { holds: ['mail'], active: { exchange: [0] } })],
    { seats: listsOf({ p1: [seats('e3', 20), seats('mail', 12)] }) },
  );
  const figures = figuresFor(snapshot, 'p1');
  const listed = listedEntry(entryOf(figures));
  const row = (about: string, severity: string, atStake: number) => ({ about, severity, atStake });
  const alone = (id: string, about: string, severity: string, atStake: number) => ({
    id,
    precedence: 2,
    ...row(about, severity, atStake),
    rows: [row(about, severity, atStake)],
  });
  expect(listed.recommendations).toEqual([
    alone('low-deployment', 'Office 365 E3', 'high', 13),
    {
      id: 'low-usage',
      precedence: 2,
      ...row('sharepoint', 'high', 8),
      rows: [row('sharepoint', 'high', 8), row('teams', 'high', 8), row('exchange', 'medium', 1)],
    },
    alone('idle-seats', 'Office 365 E3', 'medium', 4),
    alone('ready-to-grow', 'Exchange Online (Plan 1)', 'low', 3),
  ]);
  expect(listed.atStake).toBe(13);
  expect(recommendationsOf(figures.findings, {}).map(({ id }) => id)).toEqual(
    listed.recommendations.map(({ id }) => id),
  );
  expect(Object.keys(listed)).not.toContain('products');
});
