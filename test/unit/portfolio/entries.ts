import type { IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import { openIndex, type PortfolioIndex } from '../../../lib/portfolio/index/open-index.ts';
import { createIndexWriter } from '../../../lib/portfolio/index/write-index.ts';

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

/** The index of a generation of these customers. */
export const indexOf = (
  entries: readonly IndexEntry[],
  productNames: Readonly<Record<string, string>> = {},
): PortfolioIndex => {
  const writer = createIndexWriter();
  for (const one of entries) writer.add(one);
  const generation = {
    portfolio: 'alpine',
    generationId: 'first',
    asOf: '2026-03-09',
    startedAt: '2026-03-10T02:00:00.000Z',
    totals: writer.sums(productNames).totals,
    pending: 0,
  };
  return openIndex(writer.pack(generation, productNames));
};
