import { activeDaysWithin, activeWithin, WINDOW_DAYS, wordAsOf } from '../../activity/calendar.ts';
import { hasFigures } from '../../catalogue/product.ts';
import type { Day } from '../../time/day.ts';
import { tallyGroups } from './alternatives.ts';
import {
  type ActiveCounts,
  nobody,
  type ProductTally,
  rowOf,
  type Tally,
  type TallyContext,
  type WorkloadTally,
} from './tally.ts';
import { tallyHoldings } from './tally-holdings.ts';
import { heldProducts, measuredWords, standingsOf, type UserFacts } from './user-standing.ts';

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
  countSeatHolder(tally, held.now, context.qualified);
  tallyGroups(tally.groups, catalogue, {
    isMatched: user.isMapped === true || user.userId.includes('@'),
    held: held.now,
    active,
    isMeasured: (workload) => measured.has(workload),
  });

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

const countSeatHolder = (
  tally: Tally,
  held: ReturnType<typeof heldProducts>['now'],
  qualified: ReadonlySet<string>,
): void => {
  const skusOfRow = new Map<string, string[]>();
  for (const { product, workloads } of held) {
    if (!hasFigures(product) || !qualified.has(product.sku)) continue;
    for (const workload of workloads) {
      const row = rowOf(product.family, workload);
      skusOfRow.set(row, [...(skusOfRow.get(row) ?? []), product.sku]);
    }
  }
  for (const [row, skus] of skusOfRow) {
    const holders = tally.seatHolders.get(row) ?? new Map<string, number>();
    countUp(holders, skus.sort().join('\n'));
    tally.seatHolders.set(row, holders);
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
