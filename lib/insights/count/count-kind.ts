import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { hasFigures } from '../../catalogue/product.ts';
import { tallyGroups } from './alternatives.ts';
import { nobody, type ProductTally, rowOf, type Tally, type TallyContext, type WorkloadTally } from './tally.ts';
import { tallyHoldings } from './tally-holdings.ts';
import type { UserKind } from './user-kinds.ts';
import { type HeldProduct, type HeldProducts, heldProducts, type Standing, standingsOf } from './user-standing.ts';

/** A kind of users, and how they stand to products. */
export interface StandingKind extends UserKind {
  readonly held: HeldProducts;
  /** By workload used within the window: how its users stand, by family. */
  readonly standings: ReadonlyMap<string, ReadonlyMap<string, Standing>>;
}

/** How users of a kind stand to the products of the catalogue. */
export const standingOf = (kind: UserKind, { catalogue }: Pick<TallyContext, 'catalogue'>): StandingKind => {
  const held = heldProducts(kind.holdings, catalogue);
  const standings = [...kind.active].map((workload) => [workload, standingsOf(workload, held, catalogue)] as const);
  return { ...kind, held, standings: new Map(standings) };
};

/** Adds `people` users of a kind to the tally: all that is counted of them but the days on which they were active. */
export const countKind = (tally: Tally, kind: StandingKind, people: number, context: TallyContext): void => {
  const { catalogue, measured, qualified } = context;
  const { active, held, holdings, isMatched, standings } = kind;
  for (const { sku } of holdings) productTally(tally, sku);
  tallyHoldings((sku) => productTally(tally, sku), kind, people);
  if (held.now.some(({ product }) => hasFigures(product))) tally.assignedPeople += people;
  countSeatHolders(tally, held.now, people, qualified);
  const isMeasured = (workload: string) => measured.has(workload);
  tallyGroups(tally.groups, catalogue, { people, isMatched, held: held.now, active, isMeasured });
  for (const [workload, byFamily] of standings)
    for (const [family, standing] of byFamily) countStanding(workloadTally(tally, family, workload), standing, people);
};

const countStanding = (row: WorkloadTally, standing: Standing, people: number): void => {
  if (standing.kind === 'holder') countUp(row.holders, standing.skus.join('\n'), people);
  else if (standing.kind === 'free') row.activeOnFree += people;
  else if (standing.kind === 'former') row.former += people;
  else row.others += people;
};

const countSeatHolders = (
  tally: Tally,
  held: readonly HeldProduct[],
  people: number,
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
    countUp(holders, skus.sort().join('\n'), people);
    tally.seatHolders.set(row, holders);
  }
};

const countUp = (counts: Map<string, number>, key: string, people: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + people);
};

const productTally = (tally: Tally, sku: string): ProductTally => {
  const known = tally.products.get(sku);
  if (known) return known;
  const flows = { assigned: 0, reclaimed: 0, activated: 0, lapsed: 0 };
  const row = { assigned: 0, active: 0, idle: 0, workloads: new Map(), flows };
  tally.products.set(sku, row);
  return row;
};

/** The row of a workload in a family, with nobody in it when there was none. */
export const workloadTally = (tally: Tally, family: string, workload: string): WorkloadTally => {
  const known = tally.workloads.get(rowOf(family, workload));
  if (known) return known;
  const activeDays = Array.from({ length: WINDOW_DAYS }, () => 0);
  const row = { family, workload, ...nobody(), activeOnFree: 0, former: 0, others: 0, holders: new Map(), activeDays };
  tally.workloads.set(rowOf(family, workload), row);
  return row;
};
