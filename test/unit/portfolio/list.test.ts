import { expect, test } from 'vitest';
import type { IndexEntry, PortfolioEntry } from '../../../lib/portfolio/generation.ts';
import { select } from '../../../lib/portfolio/list.ts';
import { totalsOf } from '../../../lib/portfolio/portfolio-totals.ts';

const entry = (customerId: string, more: Partial<IndexEntry> = {}): IndexEntry => ({
  customerId,
  name: customerId,
  asOf: '2026-03-09',
  sold: 10,
  assigned: 5,
  unassigned: 5,
  assignedBeyondSold: 0,
  neverAssigned: 4,
  idle: 1,
  activePeople: 2,
  recommendations: [],
  atStake: 0,
  products: [],
  workloads: [],
  families: [],
  deploymentPercent: 50,
  activeEntitlements: 2,
  qualified: 10,
  usagePercent: 20,
  stale: false,
  ...more,
});
const ids = (entries: readonly PortfolioEntry[]) => entries.map(({ customerId }) => customerId);

test('sorts by name as people read it, and by figures with unknown ones last either way', () => {
  const entries = [
    entry('c', { name: 'contoso 10', usagePercent: null }),
    entry('b', { name: 'Contoso 9', usagePercent: 90 }),
    entry('a', { name: 'adatum', usagePercent: 5 }),
    entry('d', { name: 'Zava', usagePercent: 90 }),
  ];
  expect(ids(select(entries, { sort: 'name', descending: false }))).toEqual(['a', 'b', 'c', 'd']);
  expect(ids(select(entries, { sort: 'usagePercent', descending: false }))).toEqual(['a', 'b', 'd', 'c']);
  expect(ids(select(entries, { sort: 'usagePercent', descending: true }))).toEqual(['b', 'd', 'a', 'c']);
});

test('searches names, ids and domains, whatever their case', () => {
  const entries = [entry('c-1', { name: 'Fabrikam' }), entry('c-2', { domain: 'fabrikam.example' }), entry('c-3')];
  const search = (text: string) => ids(select(entries, { sort: 'name', descending: false, search: text }));
  expect(search(' FABRIKAM ')).toEqual(['c-2', 'c-1']);
  expect(search('c-3')).toEqual(['c-3']);
  expect(search('')).toHaveLength(3);
});

test('shows only stale customers when asked', () => {
  const entries = [entry('a'), entry('b', { stale: true })];
  expect(ids(select(entries, { sort: 'name', descending: false, stale: true }))).toEqual(['b']);
});

test('sums first and divides once, over the customers where both counts are known', () => {
  const totals = totalsOf([
    entry('small', { sold: 1, assigned: 1, unassigned: 0, activeEntitlements: 1, qualified: 1 }),
    entry('large', { sold: 999, assigned: 99, unassigned: 900, activeEntitlements: 50, qualified: 999 }),
    entry('unknown', { sold: 500, assigned: null, unassigned: null, activeEntitlements: null, qualified: 500 }),
  ]);
  expect(totals).toEqual({
    customers: 3,
    staleCustomers: 0,
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
