import type { ProductTally } from './tally.ts';
import type { HeldProduct, HeldProducts } from './user-standing.ts';

/** What users of a kind hold, and in which measured workloads they were active within the window. */
export interface HoldingUsers {
  readonly held: Pick<HeldProducts, 'now' | 'before'>;
  /** Within the window of the as-of day. */
  readonly active: ReadonlySet<string>;
  /** Within that of the day before. */
  readonly activeBefore: ReadonlySet<string>;
}

/**
 * Counts the holdings of `people` users of a kind into the products' tallies: who holds, who uses what, whose seat lies idle,
 * and what is new since the day before. `tallyOf` gives a product's tally by its id.
 */
export const tallyHoldings = (
  tallyOf: (sku: string) => ProductTally,
  { held: { now, before }, active, activeBefore }: HoldingUsers,
  people: number,
): void => {
  const isActive = ({ workloads }: HeldProduct, used: ReadonlySet<string>) => workloads.some((one) => used.has(one));
  for (const held of now) {
    const row = tallyOf(held.product.sku);
    row.assigned += people;
    if (isActive(held, active)) row.active += people;
    else if (held.isLong) row.idle += people;
    for (const workload of held.workloads)
      if (active.has(workload)) row.workloads.set(workload, (row.workloads.get(workload) ?? 0) + people);
  }
  const today = new Map(now.map((held) => [held.product.sku, held]));
  const yesterday = new Map(before.map((held) => [held.product.sku, held]));
  for (const sku of new Set([...today.keys(), ...yesterday.keys()])) {
    const { flows } = tallyOf(sku);
    const [held, was] = [today.get(sku), yesterday.get(sku)];
    if (held && !was) flows.assigned += people;
    if (was && !held) flows.reclaimed += people;
    const [isNow, wasBefore] = [held && isActive(held, active), was && isActive(was, activeBefore)];
    if (isNow && !wasBefore) flows.activated += people;
    if (wasBefore && !isNow) flows.lapsed += people;
  }
};
