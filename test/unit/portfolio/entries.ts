import type { IndexEntry } from '../../../lib/portfolio/generation.ts';

/** A customer of a portfolio's index with every figure known. */
export const entry = (customerId: string, more: Partial<IndexEntry> = {}): IndexEntry => ({
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
  heardDays: 28,
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
