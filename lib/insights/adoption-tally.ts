import { activeWithin, type Calendar, WINDOW_DAYS, wordAsOf } from '../activity/calendar.ts';
import type { Catalogue, Product } from '../catalogue/product.ts';
import { type Holdings, heldOn, heldWithin } from '../licensing/assignment.ts';
import type { Day } from '../time/day.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';

/** What is known of one user: the holdings, the activity, or both. */
export interface UserFacts {
  readonly userId: string;
  readonly holdings?: Holdings;
  readonly calendar?: Calendar;
}

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
}

interface WorkloadTally extends ActiveCounts {
  readonly family: string;
  readonly workload: string;
  /** Active people all of whose holdings with the workload are free products. */
  activeOnFree: number;
}

/** What one pass over all users of a customer counts. Grows with products and workloads, never with users. */
export interface Tally {
  readonly products: Map<string, ProductTally>;
  readonly workloads: Map<string, WorkloadTally>;
  /** Distinct people by family. */
  readonly people: Map<string, ActiveCounts>;
}

export interface TallyContext {
  readonly catalogue: Catalogue;
  readonly asOf: Day;
  readonly measured: ReadonlyMap<string, MeasuredWorkload>;
}

export const emptyTally = (): Tally => ({ products: new Map(), workloads: new Map(), people: new Map() });

const workloadTally = (tally: Tally, family: string, workload: string): WorkloadTally => {
  const key = `${family}/${workload}`;
  const row = tally.workloads.get(key) ?? { family, workload, active28: 0, active7: 0, active1: 0, activeOnFree: 0 };
  tally.workloads.set(key, row);
  return row;
};

/** Adds one user to the tally; every user of the customer is added exactly once. */
export const addUser = (tally: Tally, user: UserFacts, context: TallyContext): void => {
  const words = activeWords(user.calendar, context);
  const { heldNow, heldLately } = holdingsOf(user.holdings ?? {}, context);
  for (const sku of Object.keys(user.holdings ?? {})) productTally(tally, sku);
  for (const product of heldNow) {
    const row = productTally(tally, product.sku);
    row.assigned += 1;
    if (product.workloads.some((workload) => words.has(workload))) row.active += 1;
  }
  const lastActive = new Map<string, number>();
  for (const [workload, word] of words) {
    const { families, onFree } = placeOf(workload, heldNow, heldLately, context.catalogue);
    for (const family of families) {
      const row = workloadTally(tally, family, workload);
      if (onFree) {
        row.activeOnFree += 1;
        continue;
      }
      countActive(row, word);
      lastActive.set(family, (lastActive.get(family) ?? 0) | word);
    }
  }
  for (const [family, word] of lastActive) {
    const people = tally.people.get(family) ?? { active28: 0, active7: 0, active1: 0 };
    countActive(people, word);
    tally.people.set(family, people);
  }
};

const productTally = (tally: Tally, sku: string): ProductTally => {
  const row = tally.products.get(sku) ?? { assigned: 0, active: 0 };
  tally.products.set(sku, row);
  return row;
};

const countActive = (counts: ActiveCounts, word: number): void => {
  counts.active28 += 1;
  if (activeWithin(word, 7)) counts.active7 += 1;
  if (activeWithin(word, 1)) counts.active1 += 1;
};

/** The words, as of the day, of the measured workloads in which the user was active within the window. */
const activeWords = (calendar: Calendar | undefined, { measured, asOf }: TallyContext): Map<string, number> => {
  const active = new Map<string, number>();
  if (!calendar) return active;
  for (const [workload, { raw }] of measured) {
    const word = raw.reduce((union, one) => union | wordAsOf(calendar.words[one] ?? 0, calendar.lastDay, asOf), 0);
    if (activeWithin(word, WINDOW_DAYS)) active.set(workload, word);
  }
  return active;
};

const holdingsOf = (holdings: Holdings, { catalogue, asOf }: TallyContext) => {
  const heldNow: Product[] = [];
  const heldLately: Product[] = [];
  for (const [sku, history] of Object.entries(holdings)) {
    const product = catalogue.products.get(sku);
    if (!product) continue;
    if (heldOn(history, asOf)) heldNow.push(product);
    if (heldWithin(history, asOf - (WINDOW_DAYS - 1), asOf)) heldLately.push(product);
  }
  return { heldNow, heldLately };
};

const familiesWith = (workload: string, products: readonly Product[]): string[] => [
  ...new Set(products.filter(({ workloads }) => workloads.includes(workload)).map(({ family }) => family)),
];

/**
 * In which families an active user of a workload counts: those of the products held with it, on the day or else within
 * the window; a user who held none counts in the workload's home family.
 */
const placeOf = (
  workload: string,
  heldNow: readonly Product[],
  heldLately: readonly Product[],
  catalogue: Catalogue,
): { families: string[]; onFree: boolean } => {
  const notFree = (product: Product) => product.offer !== 'free';
  for (const held of [heldNow, heldLately]) {
    const families = familiesWith(workload, held.filter(notFree));
    if (families.length > 0) return { families, onFree: false };
  }
  const free = familiesWith(workload, heldLately);
  if (free.length > 0) return { families: free, onFree: true };
  return { families: [catalogue.workloads.get(workload)?.family ?? ''], onFree: false };
};
