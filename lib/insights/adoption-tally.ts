import { activeWithin } from '../activity/calendar.ts';
import { type Catalogue, hasFigures } from '../catalogue/product.ts';
import type { Day } from '../time/day.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';
import { activeWords, type HeldProduct, heldProducts, standingsOf, type UserFacts } from './user-standing.ts';

/** A seat held for at most this many days is not called idle yet. */
const GRACE_DAYS = 30;

/** People active in the last 28, 7 and 1 days up to the as-of day. */
export interface ActiveCounts {
  active28: number;
  active7: number;
  active1: number;
}

interface ProductTally {
  /** People who hold the product on the as-of day. */
  assigned: number;
  /** Of those, how many used a measured workload of the product within the window. */
  active: number;
  /** Of the others, how many have held it for over 30 days. */
  idle: number;
}

interface WorkloadTally extends ActiveCounts {
  readonly family: string;
  readonly workload: string;
  /** Active people all of whose holdings with the workload are free products. */
  activeOnFree: number;
  /** Active people by the products with the workload that they hold on the day: ids in order, one a line. */
  readonly holders: Map<string, number>;
  /** Active people who held one inside the window and no longer do. */
  former: number;
  /** Active people of whom no holding inside the window is known. */
  others: number;
}

/** What one pass over all users of a customer counts. Grows with products and workloads, never with users. */
export interface Tally {
  readonly products: Map<string, ProductTally>;
  readonly workloads: Map<string, WorkloadTally>;
  /** Distinct people by family. */
  readonly people: Map<string, ActiveCounts>;
  /** By row: qualified seats beyond the first of people who hold several with the workload. */
  readonly overlaps: Map<string, number>;
}

export interface TallyContext {
  readonly catalogue: Catalogue;
  readonly asOf: Day;
  readonly measured: ReadonlyMap<string, MeasuredWorkload>;
  /** The ids of products with qualified seats. */
  readonly qualified: ReadonlySet<string>;
}

export const emptyTally = (): Tally => ({
  products: new Map(),
  workloads: new Map(),
  people: new Map(),
  overlaps: new Map(),
});

/** The name of the row of a workload in a family. */
export const rowOf = (family: string, workload: string): string => `${family}/${workload}`;

/** Adds one user to the tally; every user of the customer is added exactly once. */
export const addUser = (tally: Tally, { holdings = {}, calendar }: UserFacts, context: TallyContext): void => {
  const { catalogue, measured, asOf, qualified } = context;
  const words = activeWords(calendar, measured, asOf);
  const held = heldProducts(holdings, catalogue, asOf);
  for (const sku of Object.keys(holdings)) productTally(tally, sku);
  for (const one of held.now) countHolding(productTally(tally, one.product.sku), one, words, asOf);
  countOverlaps(tally, held.now, qualified);

  const lastActive = new Map<string, number>();
  for (const [workload, word] of words)
    for (const [family, standing] of standingsOf(workload, held, catalogue)) {
      const row = workloadTally(tally, family, workload);
      if (standing.kind === 'free') {
        row.activeOnFree += 1;
        continue;
      }
      if (standing.kind === 'holder') countUp(row.holders, standing.skus.join('\n'));
      else if (standing.kind === 'former') row.former += 1;
      else row.others += 1;
      countActive(row, word);
      lastActive.set(family, (lastActive.get(family) ?? 0) | word);
    }
  for (const [family, word] of lastActive) {
    const people = tally.people.get(family) ?? { active28: 0, active7: 0, active1: 0 };
    countActive(people, word);
    tally.people.set(family, people);
  }
};

const countHolding = (
  row: ProductTally,
  { product, since }: HeldProduct,
  words: ReadonlyMap<string, number>,
  asOf: Day,
): void => {
  row.assigned += 1;
  if (product.workloads.some((workload) => words.has(workload))) row.active += 1;
  else if (asOf - since > GRACE_DAYS) row.idle += 1;
};

const countOverlaps = (tally: Tally, held: readonly HeldProduct[], qualified: ReadonlySet<string>): void => {
  const seen = new Set<string>();
  for (const { product } of held) {
    if (!hasFigures(product) || !qualified.has(product.sku)) continue;
    for (const workload of product.workloads) {
      const row = rowOf(product.family, workload);
      if (seen.has(row)) countUp(tally.overlaps, row);
      seen.add(row);
    }
  }
};

const countUp = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const productTally = (tally: Tally, sku: string): ProductTally => {
  const row = tally.products.get(sku) ?? { assigned: 0, active: 0, idle: 0 };
  tally.products.set(sku, row);
  return row;
};

const workloadTally = (tally: Tally, family: string, workload: string): WorkloadTally => {
  const counts = { active28: 0, active7: 0, active1: 0, activeOnFree: 0, former: 0, others: 0 };
  const row = tally.workloads.get(rowOf(family, workload)) ?? { family, workload, ...counts, holders: new Map() };
  tally.workloads.set(rowOf(family, workload), row);
  return row;
};

const countActive = (counts: ActiveCounts, word: number): void => {
  counts.active28 += 1;
  if (activeWithin(word, 7)) counts.active7 += 1;
  if (activeWithin(word, 1)) counts.active1 += 1;
};
