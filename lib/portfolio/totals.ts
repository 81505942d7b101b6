import { percentOf, sumWhereBothKnown } from '../insights/percent.ts';
import type { PortfolioEntry, PortfolioRow, PortfolioTotals } from './generation.ts';

/** What a portfolio's list shows of one customer. */
export const entryOf = (row: PortfolioRow): PortfolioEntry => ({
  customerId: row.customerId,
  name: row.name,
  ...(row.domain === undefined ? {} : { domain: row.domain }),
  asOf: row.asOf,
  sold: row.deployment.sold,
  assigned: row.deployment.assigned,
  unassigned: row.deployment.unassigned,
  assignedBeyondSold: row.deployment.assignedBeyondSold,
  deploymentPercent: row.deployment.deploymentPercent,
  activeEntitlements: row.usage.activeEntitlements,
  qualified: row.usage.qualified,
  usagePercent: row.usage.usagePercent,
  stale: row.sources.some(({ stale }) => stale),
});

/** The sums over the customers listed; percentages are divided once, at the end. */
export const totalsOf = (entries: readonly PortfolioEntry[]): PortfolioTotals => {
  const deployment = sumWhereBothKnown(entries.map(({ assigned, sold }) => [assigned, sold]));
  const seats = sumWhereBothKnown(
    entries.map(({ unassigned, assignedBeyondSold }) => [unassigned, assignedBeyondSold]),
  );
  const usage = sumWhereBothKnown(entries.map(({ activeEntitlements, qualified }) => [activeEntitlements, qualified]));
  return {
    customers: entries.length,
    sold: deployment.denominator,
    assigned: deployment.numerator,
    unassigned: seats.numerator,
    assignedBeyondSold: seats.denominator,
    deploymentPercent: percentOf(deployment.numerator, deployment.denominator),
    deploymentCounted: deployment.counted,
    activeEntitlements: usage.numerator,
    qualified: usage.denominator,
    usagePercent: percentOf(usage.numerator, usage.denominator),
    usageCounted: usage.counted,
  };
};
