import * as z from 'zod';
import { customerFigures } from '../../insights/view/insights.ts';
import { recommendationId } from '../../insights/view/recommendation-ids.ts';
import { severity } from '../../insights/view/rules/finding-schema.ts';
import { dayText } from '../../time/day.ts';
import { percent, unknownable } from './counts.ts';
import { portfolioTotals } from './totals.ts';

/** One line of a generation's rows (NDJSON): a customer as the portfolio's owner sees it. */
export const portfolioRow = customerFigures.extend({ domain: z.string().optional() });
export type PortfolioRow = z.infer<typeof portfolioRow>;

const about = z.string().optional().meta({
  description: "The workload's id or the product's name it is about; the whole customer where there is none.",
});
const atStake = z.int().min(0);

/** A recommendation as a list shows it: enough to say what it is about. */
const listedRecommendation = z
  .object({
    id: recommendationId,
    severity,
    atStake,
    about: about.meta({ description: 'What its first row is about.' }),
    precedence: z.int().min(0).max(2).default(2).meta({
      description: '0: a renewal that is due soon, 1: lapsed seats in use, 2: all others. What is lower comes first.',
    }),
    rows: z.array(z.object({ about, severity, atStake })).default([]).meta({
      description: 'Each workload or product of which it says the same; none in what an older release published.',
    }),
  })
  .meta({ id: 'ListedRecommendation' });
export type ListedRecommendation = z.infer<typeof listedRecommendation>;

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
    heardDays: z.int().min(0).max(28).nullable().default(null).meta({
      description:
        'of the 28 days, how many are heard of in the workload that is heard of least; with fewer, active people are at least so many; null when it is not known',
    }),
    recommendations: z.array(listedRecommendation).meta({
      description: 'Renewals that are due soon come first, then lapsed seats in use, then what is most at stake.',
    }),
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

/** A recommendation and the customer it is for. */
export const attention = z.object({
  customerId: z.string(),
  name: z.string(),
  recommendation: listedRecommendation,
});
export type Attention = z.infer<typeof attention>;

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
  /** What to look at first, for those who only see the totals; absent in what an older release published. */
  attention: z.array(attention).optional(),
  /** Customers whose snapshot was still missing or older than asked for. */
  pending: z.int().min(0),
  /** When the oldest of its snapshots began (ISO instant); absent while any customer has none of the day. */
  oldestSnapshot: z.iso.datetime().optional(),
});
export type Generation = z.infer<typeof generation>;

/** The index of a generation that an earlier release published, as JSON. */
export const earlierIndex = z.object({
  generation,
  entries: z.array(indexEntry),
  /** Names of the products in the entries, by id. */
  productNames: z.record(z.string(), z.string()),
});

/** Where a generation's two immutable objects lie in the portfolios bucket, and where earlier releases put the index. */
export const generationKeys = ({
  portfolio,
  asOf,
  generationId,
}: Pick<Generation, 'portfolio' | 'asOf' | 'generationId'>) => {
  const folder = `portfolios/${portfolio}/${asOf}/${generationId}`;
  return {
    index: `${folder}/index.columns.gz`,
    earlierIndex: `${folder}/index.json.gz`,
    rows: `${folder}/rows.ndjson.gz`,
  };
};
