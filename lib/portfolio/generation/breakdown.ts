import * as z from 'zod';
import { counted, percent, unknownable } from './counts.ts';

const seatSums = z.object({ sold: unknownable, assigned: unknownable, deploymentPercent: percent });
const usageSums = z.object({ activeEntitlements: unknownable, qualified: unknownable, usagePercent: percent });
const customers = z.int().min(0).meta({ description: 'customers with a row of it' });

/** A portfolio's sums by family, by product and by workload; sums first, each percentage divided once. */
export const portfolioBreakdown = z
  .object({
    families: z.array(
      z.object({
        family: z.string(),
        customers,
        ...seatSums.shape,
        activePeople: unknownable,
        ...usageSums.shape,
      }),
    ),
    products: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        family: z.string(),
        customers,
        ...seatSums.shape,
        ...usageSums.shape,
      }),
    ),
    workloads: z
      .array(
        z.object({
          family: z.string(),
          workload: z.string(),
          customers,
          active: unknownable,
          qualified: unknownable,
          usagePercent: percent,
          counted: counted.meta({ description: 'over how many of the customers both counts are known' }),
        }),
      )
      .meta({ description: 'Who uses several workloads is in several rows: they do not add up to people.' }),
  })
  .meta({ id: 'PortfolioBreakdown' });
export type PortfolioBreakdown = z.infer<typeof portfolioBreakdown>;
