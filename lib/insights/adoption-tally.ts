import { activeDaysWithin, activeWithin, WINDOW_DAYS, wordAsOf } from '../activity/calendar.ts';
import { hasFigures } from '../catalogue/product.ts';
import type { Day } from '../time/day.ts';
import type { Definitions } from './definitions.ts';
import type { Flows } from './figures.ts';
import { tallyHoldings } from './holdings-tally.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';
import { heldProducts, measuredWords, standingsOf, type UserFacts } from './user-standing.ts';

/** People active in the last 28, 7 and 1 days up to the as-of day. */
export interface ActiveCounts {
  active28: number;
  active7: number;
  active1: number;
}

/** What is counted of the people who hold one product. */
export interface ProductTally {
  /** People who hold the product on the as-of day. */
  assigned: number;
  /** Of those, how many used a measured workload of the product within the window. */
  active: number;
  /** Of the others, how many have held it for over 30 days. */
  idle: number;
  /** By workload: of those who hold it, how many used that one. */
  readonly workloads: Map<string, number>;
  /** What has changed since the day before. */
  readonly flows: { -readonly [Flow in keyof Flows]: Flows[Flow] };
}

interface WorkloadTally extends ActiveCounts {
  readonly family: string;
  readonly workload: string;
  /** Active people all of whose holdings with the workload are free or excluded products. */
  activeOnFree: number;
  /** Active people by the products with the workload that they hold on the day: ids in order, one a line. */
  readonly holders: Map<string, number>;
  /** Active people who held one inside the window and no longer do. */
  former: number;
  /** Active people of whom no holding inside the window is known. */
  others: number;
  /** People by the number of days they were active: at 0 those of one day, at 27 those of all. */
  readonly activeDays: number[];
}

/** What one pass over all users of a customer counts. Grows with products and workloads, never with users. */
export interface Tally {
  readonly products: Map<string, ProductTally>;
  readonly workloads: Map<string, WorkloadTally>;
  /** Distinct active people by family. */
  readonly people: Map<string, ActiveCounts>;
  /** Distinct people who hold a product, free and excluded ones aside. */
  assignedPeople: number;
  /** Distinct active people of all families. */
  readonly everybody: ActiveCounts;
  /** By row: qualified seats beyond the first of people who hold several with the workload. */
  readonly overlaps: Map<string, number>;
}

/** What users are counted against. */
export interface TallyContext extends Definitions {
  readonly asOf: Day;
  readonly measured: ReadonlyMap<string, MeasuredWorkload>;
  /** The ids of products with qualified seats. */
  readonly qualified: ReadonlySet<string>;
  /** The day of the first list of all users' products: nobody knows since when they were held that it found. */
  readonly listedFrom: Day | undefined;
}

const nobody = (): ActiveCounts => ({ active28: 0, active7: 0, active1: 0 });

export const emptyTally = (): Tally => ({
  products: new Map(),
  workloads: new Map(),
  people: new Map(),
  assignedPeople: 0,
  everybody: nobody(),
  overlaps: new Map(),
});

/** The name of the row of a workload in a family. */
export const rowOf = (family: string, workload: string): string => `${family}/${workload}`;

/** Adds one user to the tally; every user of the customer is added exactly once. */
export const addUser = (tally: Tally, user: UserFacts, context: TallyContext): void => {
  const { catalogue, measured, asOf } = context;
  const words = measuredWords(user.calendar, measured, asOf);
  const held = heldProducts(user, catalogue, asOf);
  const within = (day: Day) =>
    new Set([...words].flatMap(([one, word]) => (activeWithin(wordAsOf(word, asOf, day), WINDOW_DAYS) ? [one] : [])));
  const active = within(asOf);
  for (const sku of Object.keys(user.holdings ?? {})) productTally(tally, sku);
  tallyHoldings((sku) => productTally(tally, sku), held, { active, activeBefore: within(asOf - 1) }, context);
  if (held.now.some(({ product }) => hasFigures(product))) tally.assignedPeople += 1;
  countOverlaps(tally, held.now, context.qualified);

  const wordOfFamily = new Map<string, number>();
  for (const workload of active) {
    const word = words.get(workload) ?? 0;
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
      const days = activeDaysWithin(word, WINDOW_DAYS);
      row.activeDays[days - 1] = (row.activeDays[days - 1] ?? 0) + 1;
      wordOfFamily.set(family, (wordOfFamily.get(family) ?? 0) | word);
    }
  }
  for (const [family, word] of wordOfFamily) {
    const people = tally.people.get(family) ?? nobody();
    countActive(people, word);
    tally.people.set(family, people);
  }
  if (wordOfFamily.size > 0)
    countActive(
      tally.everybody,
      [...wordOfFamily.values()].reduce((union, word) => union | word, 0),
    );
};

const countOverlaps = (
  tally: Tally,
  held: ReturnType<typeof heldProducts>['now'],
  qualified: ReadonlySet<string>,
): void => {
  const seen = new Set<string>();
  for (const { product, workloads } of held) {
    if (!hasFigures(product) || !qualified.has(product.sku)) continue;
    for (const workload of workloads) {
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
  const flows = { assigned: 0, reclaimed: 0, activated: 0, lapsed: 0 };
  const row = tally.products.get(sku) ?? { assigned: 0, active: 0, idle: 0, workloads: new Map(), flows };
  tally.products.set(sku, row);
  return row;
};

const workloadTally = (tally: Tally, family: string, workload: string): WorkloadTally => {
  const row = tally.workloads.get(rowOf(family, workload)) ?? {
    family,
    workload,
    ...nobody(),
    activeOnFree: 0,
    former: 0,
    others: 0,
    holders: new Map(),
    activeDays: Array.from({ length: WINDOW_DAYS }, () => 0),
  };
  tally.workloads.set(rowOf(family, workload), row);
  return row;
};

const countActive = (counts: ActiveCounts, word: number): void => {
  counts.active28 += 1;
  if (activeWithin(word, 7)) counts.active7 += 1;
  if (activeWithin(word, 1)) counts.active1 += 1;
};
