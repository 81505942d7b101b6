import { WINDOW_DAYS } from '../activity/calendar.ts';
import { createDeploymentSum, createKnownSum, createPairedSum, percentOf } from '../insights/count/percent.ts';
import type { PortfolioBreakdown } from './breakdown.ts';
import type { IndexEntry } from './generation.ts';
import type { PortfolioTotals } from './totals.ts';

type Summed = Pick<
  IndexEntry,
  Exclude<keyof IndexEntry, 'customerId' | 'name' | 'domain' | 'asOf' | 'recommendations' | 'atStake'>
>;

const createTotals = () => {
  const [deployment, seats, usage] = [createPairedSum(), createPairedSum(), createPairedSum()];
  const [neverAssigned, idle, people] = [createKnownSum(), createKnownSum(), createKnownSum()];
  let [customers, stale, partlyHeard] = [0, 0, 0];
  return {
    add: (entry: Omit<Summed, 'products' | 'workloads' | 'families'>): void => {
      customers += 1;
      if (entry.stale) stale += 1;
      if (entry.heardDays !== null && entry.heardDays < WINDOW_DAYS) partlyHeard += 1;
      deployment.add(entry.assigned, entry.sold);
      seats.add(entry.unassigned, entry.assignedBeyondSold);
      usage.add(entry.activeEntitlements, entry.qualified);
      neverAssigned.add(entry.neverAssigned);
      idle.add(entry.idle);
      people.add(entry.activePeople);
    },
    result: (): PortfolioTotals => {
      const [sold, unassigned, active] = [deployment.result(), seats.result(), usage.result()];
      return {
        customers,
        staleCustomers: stale,
        partlyHeardCustomers: partlyHeard,
        sold: sold.denominator,
        assigned: sold.numerator,
        unassigned: unassigned.numerator,
        assignedBeyondSold: unassigned.denominator,
        neverAssigned: neverAssigned.result(),
        idle: idle.result(),
        deploymentPercent: percentOf(sold.numerator, sold.denominator),
        deploymentCounted: sold.counted,
        activePeople: people.result(),
        activeEntitlements: active.numerator,
        qualified: active.denominator,
        usagePercent: percentOf(active.numerator, active.denominator),
        usageCounted: active.counted,
      };
    },
  };
};

/** What is summed up of a product, of a family or of one of its products. */
const createProductSum = (family: string) => {
  const [deployment, usage] = [createDeploymentSum(), createPairedSum()];
  let rows = 0;
  return {
    add: (row: IndexEntry['products'][number]): void => {
      rows += 1;
      deployment.add(row);
      usage.add(row.active, row.sold);
    },
    family,
    rows: () => rows,
    result: () => {
      const [seats, used] = [deployment.result(), usage.result()];
      return {
        sold: seats.denominator,
        assigned: seats.numerator,
        deploymentPercent: percentOf(seats.numerator, seats.denominator),
        activeEntitlements: used.numerator,
        qualified: used.denominator,
        usagePercent: percentOf(used.numerator, used.denominator),
      };
    },
  };
};

const createFamilySum = (family: string) => ({
  customers: 0,
  products: createProductSum(family),
  people: createKnownSum(),
});

const createWorkloadSum = (family: string, workload: string) => ({ family, workload, sum: createPairedSum() });

const createBreakdown = () => {
  const families = new Map<string, ReturnType<typeof createFamilySum>>();
  const products = new Map<string, ReturnType<typeof createProductSum>>();
  const workloads = new Map<string, ReturnType<typeof createWorkloadSum>>();
  const familyOf = (family: string) => memberOf(families, family, () => createFamilySum(family));
  return {
    add: (entry: Pick<Summed, 'products' | 'workloads' | 'families'>): void => {
      // A family may be known by its people alone: guests who use what nobody sold them.
      const own = new Set([...entry.families, ...entry.products].map(({ family }) => family));
      for (const family of own) familyOf(family).customers += 1;
      for (const { family, people } of entry.families) familyOf(family).people.add(people);
      for (const row of entry.products) {
        familyOf(row.family).products.add(row);
        memberOf(products, row.sku, () => createProductSum(row.family)).add(row);
      }
      for (const { family, workload, active, qualified } of entry.workloads)
        memberOf(workloads, `${family}/${workload}`, () => createWorkloadSum(family, workload)).sum.add(
          active,
          qualified,
        );
    },
    result: (productNames: Readonly<Record<string, string>>): PortfolioBreakdown => ({
      families: [...families]
        .map(([family, { customers: members, products: sold, people }]) => ({
          family,
          customers: members,
          ...sold.result(),
          activePeople: people.result(),
        }))
        .sort(bySize),
      products: [...products]
        .map(([sku, sold]) => ({
          sku,
          name: productNames[sku] ?? sku,
          family: sold.family,
          customers: sold.rows(),
          ...sold.result(),
        }))
        .sort(bySize),
      workloads: [...workloads.values()]
        .map(({ family, workload, sum }) => {
          const used = sum.result();
          return {
            family,
            workload,
            customers: used.counted.of,
            active: used.numerator,
            qualified: used.denominator,
            usagePercent: percentOf(used.numerator, used.denominator),
            counted: used.counted,
          };
        })
        .sort(bySize),
    }),
  };
};

const memberOf = <Member>(members: Map<string, Member>, key: string, create: () => Member): Member => {
  const known = members.get(key) ?? create();
  members.set(key, known);
  return known;
};

/** A portfolio's totals and their parts. */
export interface PortfolioSums {
  readonly totals: PortfolioTotals;
  readonly breakdown: PortfolioBreakdown;
}

/**
 * Sums up customers one by one, so that a portfolio of any size is summed up without being in memory. Percentages are
 * divided once, at the end; what has most seats comes first.
 */
export const createSums = () => {
  const [totals, breakdown] = [createTotals(), createBreakdown()];
  return {
    add: (entry: Summed): void => {
      totals.add(entry);
      breakdown.add(entry);
    },
    result: (productNames: Readonly<Record<string, string>>): PortfolioSums => ({
      totals: totals.result(),
      breakdown: breakdown.result(productNames),
    }),
  };
};

/** The sums over the customers listed. */
export const sumsOf = (entries: Iterable<Summed>, productNames: Readonly<Record<string, string>>): PortfolioSums => {
  const sums = createSums();
  for (const entry of entries) sums.add(entry);
  return sums.result(productNames);
};

const bySize = (a: { qualified: number | null }, b: { qualified: number | null }): number =>
  (b.qualified ?? -1) - (a.qualified ?? -1);
