import * as z from 'zod';
import { portfolioBreakdown } from '../generation/breakdown.ts';
import { attention, generation } from '../generation/generation.ts';

/** What an index holds besides its columns. */
export const indexHead = z.object({
  generation,
  /** Names of the products of all customers, by id. */
  productNames: z.record(z.string(), z.string()),
  /** Sums by family, product and workload over all customers. */
  breakdown: portfolioBreakdown,
  /** What to look at first, of all customers. */
  attention: z.array(attention),
  customers: z.int().min(0),
  /** The words that columns name by their number. */
  words: z.array(z.string()),
});
export type IndexHead = z.infer<typeof indexHead>;

/** The figures of a customer that have a column each: `figures.sold` and so on, -1 for what is not known. */
export const FIGURES = [
  'sold',
  'assigned',
  'unassigned',
  'assignedBeyondSold',
  'neverAssigned',
  'idle',
  'deploymentPercent',
  'activePeople',
  'activeEntitlements',
  'qualified',
  'usagePercent',
  'heardDays',
  'atStake',
] as const;
export const UNKNOWN = -1;

/** The texts of a customer: `texts.name` holds them one after the other (UTF-8), `texts.name.end` where each one ends. */
const TEXTS = ['customerId', 'name', 'domain', 'folded'] as const;

/** Between the parts of `folded`, by which a customer is searched; no text that is searched for holds it. */
export const SEPARATOR = '\0';

/**
 * The lists of a customer: `products.sku` and so on hold the members of all customers' lists, `products.end` where each
 * customer's list ends. Those of `recommendationRows` end with each recommendation.
 */
export type ListName = 'products' | 'workloads' | 'families' | 'recommendations' | 'recommendationRows';

/** A word's number in a column of words; 0 where there is none. */
export const NO_WORD = 0;
