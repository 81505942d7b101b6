import { expect, test } from 'vitest';
import type { RecommendationId } from '../../../lib/insights/view/recommendation-ids.ts';
import type { IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import { type Selection, select } from '../../../lib/portfolio/index/select.ts';
import { entry, indexOf } from './entries.ts';

/** The ids of those whom a selection shows, in its order. */
const selectedIds = (entries: readonly IndexEntry[], selection: Selection): string[] => {
  const index = indexOf(entries);
  return Array.from(select(index, selection), (place) => index.entryAt(place).customerId);
};

test('sorts by name as people read it, and by figures with unknown ones last either way', () => {
  const entries = [
    entry('c', { name: 'contoso 10', usagePercent: null }),
    entry('b', { name: 'Contoso 9', usagePercent: 90 }),
    entry('a', { name: 'adatum', usagePercent: 5 }),
    entry('d', { name: 'Zava', usagePercent: 90 }),
  ];
  expect(selectedIds(entries, { sort: 'name', descending: false })).toEqual(['a', 'b', 'c', 'd']);
  expect(selectedIds(entries, { sort: 'usagePercent', descending: false })).toEqual(['a', 'b', 'd', 'c']);
  expect(selectedIds(entries, { sort: 'usagePercent', descending: true })).toEqual(['b', 'd', 'a', 'c']);
});

test('searches names, ids and domains, whatever their case', () => {
  const entries = [entry('c-1', { name: 'Fabrikam' }), entry('c-2', { domain: 'fabrikam.example' }), entry('c-3')];
  const search = (text: string) => selectedIds(entries, { sort: 'name', descending: false, search: text });
  expect(search(' FABRIKAM ')).toEqual(['c-2', 'c-1']);
  expect(search('c-3')).toEqual(['c-3']);
  expect(search('')).toHaveLength(3);
});

const product = (sku: string, family: string) => ({ sku, family, sold: 1, assigned: 1, active: 1 });
const workload = (id: string) => ({ family: 'office365', workload: id, qualified: 1, active: 1 });
const advice = (id: RecommendationId) => ({ id, precedence: 2, rows: [], severity: 'low' as const, atStake: 1 });

test.each<[Partial<Selection>, string[]]>([
  [{}, ['a', 'b', 'c']],
  [{ stale: true }, ['b']],
  [{ stale: false }, ['a', 'c']],
  [{ family: 'office365' }, ['a', 'b']],
  [{ family: 'office' }, []],
  [{ product: 'e3' }, ['a', 'b']],
  [{ product: 'sales' }, ['b']],
  [{ product: 'e' }, []],
  [{ workload: 'teams' }, ['b']],
  [{ recommendation: 'idle-seats' }, ['a', 'b']],
  [{ recommendation: 'low-usage' }, ['b']],
  [{ recommendation: 'support-load' }, []],
  [{ recommendation: 'idle-seats', stale: false, product: 'e3', search: 'A' }, ['a']],
  [{ recommendation: 'low-usage', stale: false }, []],
])('shows the customers to whom all of %j applies', (selection, shown) => {
  const entries = [
    entry('a', { products: [product('e3', 'office365')], recommendations: [advice('idle-seats')] }),
    entry('b', {
      stale: true,
      products: [product('e3', 'office365'), product('sales', 'dynamics365')],
      workloads: [workload('exchange'), workload('teams')],
      recommendations: [advice('low-usage'), advice('idle-seats')],
    }),
    entry('c'),
  ];
  expect(selectedIds(entries, { sort: 'name', descending: false, ...selection })).toEqual(shown);
});

test('sorts by what is at stake, customers of whom nothing is advised last', () => {
  const entries = [entry('a'), entry('b', { atStake: 3 }), entry('c', { atStake: 12 })];
  expect(selectedIds(entries, { sort: 'atStake', descending: true })).toEqual(['c', 'b', 'a']);
});

test('sums first and divides once, over the customers where both counts are known', () => {
  const totals = sumsOf(
    [
      entry('small', { sold: 1, assigned: 1, unassigned: 0, activeEntitlements: 1, qualified: 1 }),
      entry('large', { sold: 999, assigned: 99, unassigned: 900, activeEntitlements: 50, qualified: 999 }),
      entry('unknown', { sold: 500, assigned: null, unassigned: null, activeEntitlements: null, qualified: 500 }),
    ],
    {},
  ).totals;
  expect(totals).toEqual({
    customers: 3,
    staleCustomers: 0,
    partlyHeardCustomers: 0,
    neverAssigned: 12,
    idle: 3,
    activePeople: 6,
    sold: 1000,
    assigned: 100,
    unassigned: 900,
    assignedBeyondSold: 0,
    deploymentPercent: 10,
    deploymentCounted: { members: 2, of: 3 },
    activeEntitlements: 51,
    qualified: 1000,
    usagePercent: 5.1,
    usageCounted: { members: 2, of: 3 },
  });
});
