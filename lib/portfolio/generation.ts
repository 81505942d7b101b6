import * as z from 'zod';
import { severity } from '../insights/view/finding.ts';
import { customerFigures } from '../insights/view/insights.ts';
import { recommendationId } from '../insights/view/recommendation-ids.ts';
import { dayText } from '../time/day.ts';
import { percent, unknownable } from './counts.ts';
import { portfolioTotals } from './totals.ts';

/** One line of a generation's rows (NDJSON): a customer as the portfolio's owner sees it. */
export const portfolioRow = customerFigures.extend({ domain: z.string().optional() });
export type PortfolioRow = z.infer<typeof portfolioRow>;

/** A recommendation as a list shows it: enough to say what it is about. */
const listedFinding = z
  .object({
    id: recommendationId,
    severity,
    atStake: z.int().min(0),
    /** The workload's id or the product's name it is about; the whole customer where there is none. */
    about: z.string().optional(),
  })
  .meta({ id: 'ListedRecommendation' });
export type ListedFinding = z.infer<typeof listedFinding>;

/** One customer of a portfolio's list. */
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
    neverAssigned: unknownable,
    idle: unknownable,
    deploymentPercent: percent,
    activePeople: unknownable,
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
    stale: z.boolean().meta({ description: 'some source of the customer is older than its limit' }),
    recommendations: z.array(listedFinding).meta({ description: 'What is most at stake comes first.' }),
    atStake: z.int().min(0).meta({ description: 'of the recommendation at which most is at stake, in seats' }),
  })
  .meta({ id: 'PortfolioEntry' });
export type PortfolioEntry = z.infer<typeof portfolioEntry>;

/** An entry with what totals by product, family and workload are made of. */
const indexEntry = portfolioEntry.extend({
  products: z.array(
    z.object({
      sku: z.string(),
      family: z.string(),
      sold: unknownable,
      assigned: unknownable,
      active: unknownable,
    }),
  ),
  workloads: z.array(
    z.object({ family: z.string(), workload: z.string(), qualified: unknownable, active: unknownable }),
  ),
  families: z.array(z.object({ family: z.string(), people: unknownable })),
});
export type IndexEntry = z.infer<typeof indexEntry>;

/** One immutable publication of a portfolio, as the pointer names it. */
export const generation = z.object({
  /** Whose portfolio: a partner's id, or `~operator`. */
  portfolio: z.string(),
  generationId: z.string(),
  asOf: dayText,
  /** When its making began (ISO instant): what was linked and computed by then is in it. */
  startedAt: z.iso.datetime(),
  totals: portfolioTotals,
  /** The totals of 28 days earlier; absent when there are none that may be shown. */
  earlier: z.object({ asOf: dayText, totals: portfolioTotals }).optional(),
  /** Customers whose snapshot was still missing or older than asked for. */
  pending: z.int().min(0),
});
export type Generation = z.infer<typeof generation>;

/** A generation's index object: what the list of a portfolio is made of. */
export const generationIndex = z.object({
  generation,
  entries: z.array(indexEntry),
  /** Names of the products in the entries, by id. */
  productNames: z.record(z.string(), z.string()),
});
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
