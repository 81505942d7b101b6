import * as z from 'zod';
import { WINDOW_DAYS } from '../activity/calendar.ts';
import { percentOf, sumDeployment, sumKnown, sumWhereBothKnown } from '../insights/count/percent.ts';
import { counted, percent, unknownable } from './counts.ts';
import type { IndexEntry, PortfolioEntry } from './generation.ts';
import type { PortfolioTotals } from './totals.ts';

/** The sums over the customers listed; percentages are divided once, at the end. */
export const totalsOf = (entries: readonly PortfolioEntry[]): PortfolioTotals => {
  const deployment = sumWhereBothKnown(entries.map(({ assigned, sold }) => [assigned, sold]));
  const seats = sumWhereBothKnown(
    entries.map(({ unassigned, assignedBeyondSold }) => [unassigned, assignedBeyondSold]),
  );
  const usage = sumWhereBothKnown(entries.map(({ activeEntitlements, qualified }) => [activeEntitlements, qualified]));
  return {
    customers: entries.length,
    staleCustomers: entries.filter(({ stale }) => stale).length,
    partlyHeardCustomers: entries.filter(({ heardDays }) => heardDays !== null && heardDays < WINDOW_DAYS).length,
    sold: deployment.denominator,
    assigned: deployment.numerator,
    unassigned: seats.numerator,
    assignedBeyondSold: seats.denominator,
    neverAssigned: sumKnown(entries.map(({ neverAssigned }) => neverAssigned)),
    idle: sumKnown(entries.map(({ idle }) => idle)),
    deploymentPercent: percentOf(deployment.numerator, deployment.denominator),
    deploymentCounted: deployment.counted,
    activePeople: sumKnown(entries.map(({ activePeople }) => activePeople)),
    activeEntitlements: usage.numerator,
    qualified: usage.denominator,
    usagePercent: percentOf(usage.numerator, usage.denominator),
    usageCounted: usage.counted,
  };
};

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

/** The sums by family, product and workload over the customers listed; what has most seats comes first. */
export const breakdownOf = (
  entries: readonly IndexEntry[],
  productNames: Readonly<Record<string, string>>,
): PortfolioBreakdown => {
  const families = new Map<string, ProductCounts[]>();
  const products = new Map<string, ProductCounts[]>();
  const people = new Map<string, (number | null)[]>();
  const workloads = new Map<string, IndexEntry['workloads'][number][]>();
  const customers = new Map<string, number>();
  // Loops, because a portfolio of 10,000 customers has a hundred thousand rows and is summed up while somebody waits.
  for (const entry of entries) {
    // A family may be known by its people alone: guests who use what nobody sold them.
    const own = new Set(entry.families.map(({ family }) => family));
    for (const row of entry.products) {
      push(families, row.family, row);
      push(products, row.sku, row);
      own.add(row.family);
    }
    for (const family of own) customers.set(family, (customers.get(family) ?? 0) + 1);
    for (const row of entry.families) push(people, row.family, row.people);
    for (const row of entry.workloads) push(workloads, `${row.family}/${row.workload}`, row);
  }
  return {
    families: [...customers]
      .map(([family, members]) => ({
        family,
        customers: members,
        ...seatSumsOf(families.get(family) ?? []),
        activePeople: sumKnown(people.get(family) ?? []),
        ...usageSumsOf(families.get(family) ?? []),
      }))
      .sort(bySize),
    products: [...products]
      .map(([sku, rows]) => ({
        sku,
        name: productNames[sku] ?? sku,
        family: rows[0]?.family ?? '',
        customers: rows.length,
        ...seatSumsOf(rows),
        ...usageSumsOf(rows),
      }))
      .sort(bySize),
    workloads: [...workloads.values()]
      .map((rows) => {
        const sums = sumWhereBothKnown(rows.map(({ active, qualified }) => [active, qualified]));
        return {
          family: rows[0]?.family ?? '',
          workload: rows[0]?.workload ?? '',
          customers: rows.length,
          active: sums.numerator,
          qualified: sums.denominator,
          usagePercent: percentOf(sums.numerator, sums.denominator),
          counted: sums.counted,
        };
      })
      .sort(bySize),
  };
};

const push = <Row>(groups: Map<string, Row[]>, key: string, row: Row): void => {
  const group = groups.get(key);
  if (group) group.push(row);
  else groups.set(key, [row]);
};

type ProductCounts = IndexEntry['products'][number];

const seatSumsOf = (rows: readonly ProductCounts[]): z.infer<typeof seatSums> => {
  const sums = sumDeployment(rows);
  return {
    sold: sums.denominator,
    assigned: sums.numerator,
    deploymentPercent: percentOf(sums.numerator, sums.denominator),
  };
};

const usageSumsOf = (rows: readonly ProductCounts[]): z.infer<typeof usageSums> => {
  const sums = sumWhereBothKnown(rows.map(({ active, sold }) => [active, sold]));
  return {
    activeEntitlements: sums.numerator,
    qualified: sums.denominator,
    usagePercent: percentOf(sums.numerator, sums.denominator),
  };
};

const bySize = (a: { qualified: number | null }, b: { qualified: number | null }): number =>
  (b.qualified ?? -1) - (a.qualified ?? -1);
