import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { createDeploymentSum, createKnownSum, createPairedSum, percentOf } from '../../insights/count/percent.ts';
import type { PortfolioBreakdown } from './breakdown.ts';
import type { IndexEntry } from './generation.ts';
import type { PortfolioTotals } from './totals.ts';

/** The figures of a customer that are summed up over a portfolio. */
type CustomerCounts = Pick<
  IndexEntry,
  | 'sold'
  | 'assigned'
  | 'unassigned'
  | 'assignedBeyondSold'
  | 'neverAssigned'
  | 'idle'
  | 'activePeople'
  | 'activeEntitlements'
  | 'qualified'
  | 'stale'
  | 'heardDays'
>;
type Summed = CustomerCounts & Pick<IndexEntry, 'products' | 'workloads' | 'families'>;

/** A portfolio's totals and their parts. */
export interface PortfolioSums {
  readonly totals: PortfolioTotals;
  readonly breakdown: PortfolioBreakdown;
}

/** Takes up customers one by one, each with its rows after it. */
export interface RunningSums {
  readonly customer: (counts: CustomerCounts) => void;
  readonly family: (family: string, people: number | null) => void;
  readonly product: (
    sku: string,
    family: string,
    sold: number | null,
    assigned: number | null,
    active: number | null,
  ) => void;
  readonly workload: (family: string, workload: string, qualified: number | null, active: number | null) => void;
  /** Percentages are divided once, here; what has most seats comes first. */
  readonly result: (productNames: Readonly<Record<string, string>>) => PortfolioSums;
}

const createTotals = () => {
  const [deployment, seats, usage] = [createPairedSum(), createPairedSum(), createPairedSum()];
  const [neverAssigned, idle, people] = [createKnownSum(), createKnownSum(), createKnownSum()];
  let [customers, stale, partlyHeard] = [0, 0, 0];
  return {
    add: (counts: CustomerCounts): void => {
      customers += 1;
      if (counts.stale) stale += 1;
      if (counts.heardDays !== null && counts.heardDays < WINDOW_DAYS) partlyHeard += 1;
      deployment.add(counts.assigned, counts.sold);
      seats.add(counts.unassigned, counts.assignedBeyondSold);
      usage.add(counts.activeEntitlements, counts.qualified);
      neverAssigned.add(counts.neverAssigned);
      idle.add(counts.idle);
      people.add(counts.activePeople);
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

/** What is summed up over the products of a family, or over the customers of a product. */
const createProductSum = () => {
  const [deployment, usage] = [createDeploymentSum(), createPairedSum()];
  return {
    add: (sold: number | null, assigned: number | null, active: number | null): void => {
      deployment.add(assigned, sold);
      usage.add(active, sold);
    },
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

/** A family, with the number of the last customer who has a row of it, so that each is counted once. */
const createFamilySum = () => ({ customers: 0, last: -1, products: createProductSum(), people: createKnownSum() });
const createSkuSum = (family: string) => ({ family, customers: 0, products: createProductSum() });
const createWorkloadSum = (family: string, workload: string) => ({ family, workload, sum: createPairedSum() });

/**
 * Sums up customers one by one, so that a portfolio of any size is summed up without being in memory.
 */
export const createSums = (): RunningSums => {
  const totals = createTotals();
  const families = new Map<string, ReturnType<typeof createFamilySum>>();
  const products = new Map<string, ReturnType<typeof createSkuSum>>();
  const workloads = new Map<string, Map<string, ReturnType<typeof createWorkloadSum>>>();
  let current = -1;
  /** A family may be known by its people alone: guests who use what nobody sold them. */
  const familyOf = (family: string): ReturnType<typeof createFamilySum> => {
    const sum = memberOf(families, family, createFamilySum);
    if (sum.last !== current) sum.customers += 1;
    sum.last = current;
    return sum;
  };
  return {
    customer: (counts) => {
      current += 1;
      totals.add(counts);
    },
    family: (family, people) => familyOf(family).people.add(people),
    product: (sku, family, sold, assigned, active) => {
      familyOf(family).products.add(sold, assigned, active);
      const own = memberOf(products, sku, () => createSkuSum(family));
      own.customers += 1;
      own.products.add(sold, assigned, active);
    },
    workload: (family, workload, qualified, active) =>
      memberOf(
        memberOf(workloads, family, () => new Map()),
        workload,
        () => createWorkloadSum(family, workload),
      ).sum.add(active, qualified),
    result: (productNames) => ({
      totals: totals.result(),
      breakdown: {
        families: [...families]
          .map(([family, { customers, products: sold, people }]) => ({
            family,
            customers,
            ...sold.result(),
            activePeople: people.result(),
          }))
          .sort(bySize),
        products: [...products]
          .map(([sku, { family, customers, products: sold }]) => ({
            sku,
            name: productNames[sku] ?? sku,
            family,
            customers,
            ...sold.result(),
          }))
          .sort(bySize),
        workloads: [...workloads.values()]
          .flatMap((own) => [...own.values()])
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
      },
    }),
  };
};

const memberOf = <Member>(members: Map<string, Member>, key: string, create: () => Member): Member => {
  const known = members.get(key);
  if (known !== undefined) return known;
  const created = create();
  members.set(key, created);
  return created;
};

/** Takes up a customer and its rows. */
export const addEntry = (sums: RunningSums, entry: Summed): void => {
  sums.customer(entry);
  for (const { family, people } of entry.families) sums.family(family, people);
  for (const { sku, family, sold, assigned, active } of entry.products)
    sums.product(sku, family, sold, assigned, active);
  for (const { family, workload, qualified, active } of entry.workloads)
    sums.workload(family, workload, qualified, active);
};

/** The sums over the customers listed. */
export const sumsOf = (entries: Iterable<Summed>, productNames: Readonly<Record<string, string>>): PortfolioSums => {
  const sums = createSums();
  for (const entry of entries) addEntry(sums, entry);
  return sums.result(productNames);
};

const bySize = (a: { qualified: number | null }, b: { qualified: number | null }): number =>
  (b.qualified ?? -1) - (a.qualified ?? -1);
