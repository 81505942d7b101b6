import * as z from 'zod';
import { counted, percent, unknownable } from './counts.ts';

/** Sums over all customers of a portfolio; each percentage is divided once, over the customers where both counts are known. */
export const portfolioTotals = z
  .object({
    customers: z.int().min(0),
    staleCustomers: z.int().min(0).meta({ description: 'customers with a source older than its limit' }),
    partlyHeardCustomers: z.int().min(0).nullable().default(null).meta({
      description:
        'customers whose activity is not heard of for all of the 28 days: their active people are at least so many; null in what an older release published',
    }),
    sold: unknownable,
    assigned: unknownable,
    unassigned: unknownable,
    assignedBeyondSold: unknownable,
    neverAssigned: unknownable,
    idle: unknownable,
    deploymentPercent: percent,
    deploymentCounted: counted,
    activePeople: unknownable.meta({ description: 'distinct people, each customer having its own' }),
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
    usageCounted: counted,
  })
  .meta({ id: 'PortfolioTotals' });
export type PortfolioTotals = z.infer<typeof portfolioTotals>;
