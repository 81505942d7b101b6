import * as z from 'zod';
import { customerInsights } from '../insights/insights.ts';
import { dayText } from '../time/day.ts';

/** One line of a generation's rows (NDJSON): a customer as the portfolio's owner sees it. */
export const portfolioRow = customerInsights.extend({ domain: z.string().optional() });
export type PortfolioRow = z.infer<typeof portfolioRow>;

const unknownable = z.int().min(0).nullable();
const percent = z.number().min(0).nullable();

/** One customer in a generation's index: what a portfolio is sorted, searched and listed by. */
export const portfolioEntry = z
  .object({
    customerId: z.string(),
    name: z.string(),
    domain: z.string().optional(),
    asOf: dayText,
    sold: unknownable,
    assigned: unknownable,
    unassigned: unknownable,
    assignedBeyondSold: unknownable,
    deploymentPercent: percent,
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
    stale: z.boolean().meta({ description: 'some source of the customer is older than its limit' }),
  })
  .meta({ id: 'PortfolioEntry' });
export type PortfolioEntry = z.infer<typeof portfolioEntry>;

/** Sums over all customers of a portfolio; each percentage is divided once, over the customers where both counts are known. */
export const portfolioTotals = z
  .object({
    customers: z.int().min(0),
    sold: unknownable,
    assigned: unknownable,
    unassigned: unknownable,
    assignedBeyondSold: unknownable,
    deploymentPercent: percent,
    deploymentCounted: z.object({ members: z.int(), of: z.int() }),
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
    usageCounted: z.object({ members: z.int(), of: z.int() }),
  })
  .meta({ id: 'PortfolioTotals' });
export type PortfolioTotals = z.infer<typeof portfolioTotals>;

/** One immutable publication of a portfolio, as the pointer names it. */
export const generation = z.object({
  /** Whose portfolio: a partner's id, or `~operator`. */
  portfolio: z.string(),
  generationId: z.string(),
  asOf: dayText,
  /** When its making began (ISO instant): what was linked and computed by then is in it. */
  startedAt: z.iso.datetime(),
  totals: portfolioTotals,
  /** Customers whose snapshot was still missing or older than asked for. */
  pending: z.int().min(0),
});
export type Generation = z.infer<typeof generation>;

/** A generation's index object: what the list of a portfolio is made of. */
export const generationIndex = z.object({ generation, entries: z.array(portfolioEntry) });
export type GenerationIndex = z.infer<typeof generationIndex>;

/** Where a generation's two immutable objects lie in the portfolios bucket. */
export const generationKeys = ({
  portfolio,
  asOf,
  generationId,
}: Pick<Generation, 'portfolio' | 'asOf' | 'generationId'>) => {
  const folder = `portfolios/${portfolio}/${asOf}/${generationId}`;
  return { index: `${folder}/index.json.gz`, rows: `${folder}/rows.ndjson.gz` };
};
