import * as z from 'zod';
import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { leastHeardDays } from '../../insights/view/figures/least-heard-days.ts';
import { counted, percent, unknownable } from '../../portfolio/generation/counts.ts';
import { listedRecommendationsOf } from '../../portfolio/generation/entry.ts';
import { attention, type Generation, type PortfolioRow } from '../../portfolio/generation/generation.ts';

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
  /** Customers whose activity is not heard of for all of the 28 days; absent where that is not known. */
  partlyHeardCustomers: z.int().min(0).nullish(),
  /** What to look at first; absent in exports of an older release. */
  attention: z.array(attention).optional(),
  /** The percentages of 28 days earlier, where the portfolio has any. */
  earlier: z.object({ deploymentPercent: percent, usagePercent: percent }).optional(),
});
export type Headline = z.infer<typeof headline>;

/** The headline of a whole portfolio. */
export const headlineOfTotals = ({ totals, earlier, attention: first }: Generation): Headline =>
  headline.parse({ ...totals, attention: first, earlier: earlier?.totals });

/** As many recommendations of one customer as a mail has room for. */
const MOST_OF_ONE = 3;

/** The headline of one customer. */
export const headlineOfCustomer = ({
  customerId,
  name,
  deployment,
  usage,
  sources,
  findings,
}: PortfolioRow): Headline => ({
  sold: deployment.sold,
  assigned: deployment.assigned,
  deploymentPercent: deployment.deploymentPercent,
  deploymentCounted: deployment.counted,
  activeEntitlements: usage.activeEntitlements,
  qualified: usage.qualified,
  usagePercent: usage.usagePercent,
  usageCounted: usage.counted,
  staleCustomers: sources.some(({ stale }) => stale) ? 1 : 0,
  partlyHeardCustomers: (leastHeardDays(usage) ?? WINDOW_DAYS) < WINDOW_DAYS ? 1 : 0,
  attention: listedRecommendationsOf(findings)
    .slice(0, MOST_OF_ONE)
    .map((recommendation) => ({ customerId, name, recommendation })),
});
