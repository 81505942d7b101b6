import type { ProductTally, TallyContext } from './tally.ts';
import { THRESHOLDS } from './thresholds.ts';
import type { HeldProduct, HeldProducts } from './user-standing.ts';

/** The measured workloads in which a user was active within the window of the as-of day, and of the day before. */
export interface ActiveWorkloads {
  readonly active: ReadonlySet<string>;
  readonly activeBefore: ReadonlySet<string>;
}

/**
 * Counts one user's holdings into the products' tallies: who holds, who uses what, whose seat lies idle, and what is
 * new since the day before. A seat whose holder was found by the first list of all counts as an old one: nobody knows
 * since when it is held. `tallyOf` gives a product's tally by its id.
 */
export const tallyHoldings = (
  tallyOf: (sku: string) => ProductTally,
  { now, before }: Pick<HeldProducts, 'now' | 'before'>,
  { active, activeBefore }: ActiveWorkloads,
  { asOf, listedFrom, listedFromOf }: Pick<TallyContext, 'asOf' | 'listedFrom' | 'listedFromOf'>,
): void => {
  const isActive = ({ workloads }: HeldProduct, used: ReadonlySet<string>) => workloads.some((one) => used.has(one));
  for (const held of now) {
    const row = tallyOf(held.product.sku);
    row.assigned += 1;
    if (isActive(held, active)) row.active += 1;
    else if (
      held.since === (listedFromOf.get(held.product.sku) ?? listedFrom) ||
      asOf - held.since > THRESHOLDS.idleGraceDays
    )
      row.idle += 1;
    for (const workload of held.workloads)
      if (active.has(workload)) row.workloads.set(workload, (row.workloads.get(workload) ?? 0) + 1);
  }
  const today = new Map(now.map((held) => [held.product.sku, held]));
  const yesterday = new Map(before.map((held) => [held.product.sku, held]));
  for (const sku of new Set([...today.keys(), ...yesterday.keys()])) {
    const { flows } = tallyOf(sku);
    const [held, was] = [today.get(sku), yesterday.get(sku)];
    if (held && !was) flows.assigned += 1;
    if (was && !held) flows.reclaimed += 1;
    const [isNow, wasBefore] = [held && isActive(held, active), was && isActive(was, activeBefore)];
    if (isNow && !wasBefore) flows.activated += 1;
    if (wasBefore && !isNow) flows.lapsed += 1;
  }
};
