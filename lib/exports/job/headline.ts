import * as z from 'zod';
import { counted, percent, unknownable } from '../../portfolio/counts.ts';
import type { Generation, PortfolioRow } from '../../portfolio/generation.ts';

/** The figures that a mail opens with. */
export const headline = z.object({
  sold: unknownable,
  assigned: unknownable,
  deploymentPercent: percent,
  deploymentCounted: counted,
  activeEntitlements: unknownable,
  qualified: unknownable,
  usagePercent: percent,
  usageCounted: counted,
  /** Customers with a source older than its limit. */
  staleCustomers: z.int().min(0),
  /** The percentages of 28 days earlier, where the portfolio has any. */
  earlier: z.object({ deploymentPercent: percent, usagePercent: percent }).optional(),
});
export type Headline = z.infer<typeof headline>;

/** The headline of a whole portfolio. */
export const headlineOfTotals = ({ totals, earlier }: Generation): Headline =>
  headline.parse({ ...totals, earlier: earlier?.totals });

/** The headline of one customer. */
export const headlineOfCustomer = ({ deployment, usage, sources }: PortfolioRow): Headline => ({
  sold: deployment.sold,
  assigned: deployment.assigned,
  deploymentPercent: deployment.deploymentPercent,
  deploymentCounted: deployment.counted,
  activeEntitlements: usage.activeEntitlements,
  qualified: usage.qualified,
  usagePercent: usage.usagePercent,
  usageCounted: usage.counted,
  staleCustomers: sources.some(({ stale }) => stale) ? 1 : 0,
});
