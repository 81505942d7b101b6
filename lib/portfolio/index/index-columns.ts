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

/**
 * Texts of a customer (`texts.customerId`, `name`, `domain` and `folded`, by which it is searched) lie one after the other
 * (UTF-8), and `texts.name.end` says where each name ends. Between the parts of `folded` stands what no text that is searched
 * for holds.
 */
export const SEPARATOR = '\0';

/**
 * The lists of a customer: `products.sku` and so on hold the members of all customers' lists, `products.end` where each
 * customer's list ends. Those of `recommendationRows` end with each recommendation.
 */
export type ListName = 'products' | 'workloads' | 'families' | 'recommendations' | 'recommendationRows';

/** A word's number in a column of words; 0 where there is none. */
export const NO_WORD = 0;
