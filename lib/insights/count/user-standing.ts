import { type Calendar, WINDOW_DAYS, wordAsOf } from '../../activity/calendar.ts';
import { type Catalogue, hasFigures, type Product } from '../../catalogue/product.ts';
import {
  type HoldingHistory,
  heldOn,
  heldSince,
  heldWithin,
  type UserAssignments,
} from '../../licensing/assignment.ts';
import type { Day } from '../../time/day.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';

/** What is known of one user: what is held, the activity, or both. */
export interface UserFacts extends Partial<UserAssignments> {
  readonly userId: string;
  readonly calendar?: Calendar;
  /** Whether other ids are mapped to this one. */
  readonly isMapped?: boolean;
}

/** A user's words, as of the day, of the measured workloads; those without an active day left out. */
export const measuredWords = (
  calendar: Calendar | undefined,
  measured: ReadonlyMap<string, MeasuredWorkload>,
  asOf: Day,
): Map<string, number> => {
  const words = new Map<string, number>();
  if (!calendar) return words;
  for (const [workload, { raw }] of measured) {
    const word = raw.reduce((union, one) => union | wordAsOf(calendar.words[one] ?? 0, calendar.lastDay, asOf), 0);
    if (word !== 0) words.set(workload, word >>> 0);
  }
  return words;
};

/** A product as one user holds it: with its workloads but for those withheld from the user. */
export interface HeldProduct {
  readonly product: Product;
  readonly workloads: readonly string[];
}

/** What a user holds on the as-of day (and since when without a break), held the day before, and on any day of the window. */
export interface HeldProducts {
  readonly now: readonly (HeldProduct & { readonly since: Day })[];
  readonly before: readonly HeldProduct[];
  readonly lately: readonly HeldProduct[];
}

/** The products of the catalogue that a user holds. */
export const heldProducts = (
  { holdings = {}, withheld = {} }: Partial<UserAssignments>,
  catalogue: Catalogue,
  asOf: Day,
): HeldProducts => {
  const held = { now: [], before: [], lately: [] } as {
    -readonly [Kind in keyof HeldProducts]: HeldProducts[Kind][number][];
  };
  for (const [sku, history] of Object.entries(holdings)) {
    const product = catalogue.products.get(sku);
    if (!product) continue;
    const taken = withheld[sku] ?? {};
    const without = (isWithheld: (taken: HoldingHistory) => boolean) => ({
      product,
      workloads: product.workloads.filter((workload) => !isWithheld(taken[workload] ?? [])),
    });
    const on = (day: Day) => without((one) => heldOn(one, day));
    if (heldOn(history, asOf)) held.now.push({ ...on(asOf), since: heldSince(history, asOf) ?? asOf });
    if (heldOn(history, asOf - 1)) held.before.push(on(asOf - 1));
    const [from, to] = [asOf - (WINDOW_DAYS - 1), asOf];
    if (heldWithin(history, from, to)) held.lately.push(without((one) => !heldWithin(history, from, to, one)));
  }
  return held;
};

/** How an active user of a workload stands to the products of one family that contain it. */
export type Standing =
  /** Holds these (ids, in order) on the as-of day. */
  | { readonly kind: 'holder'; readonly skus: readonly string[] }
  /** Held one inside the window. */
  | { readonly kind: 'former' }
  /** Holds only free or excluded ones. */
  | { readonly kind: 'free' }
  /** Held none inside the window. */
  | { readonly kind: 'other' };

/**
 * In which families an active user of a workload counts, and how: in those of the products held with it, on the day or
 * else within the window; a user who held none counts in the workload's home family.
 */
export const standingsOf = (
  workload: string,
  { now, lately }: Pick<HeldProducts, 'now' | 'lately'>,
  catalogue: Catalogue,
): Map<string, Standing> => {
  const containing = (held: readonly HeldProduct[]) =>
    held.filter(({ workloads }) => workloads.includes(workload)).map(({ product }) => product);
  const holding = containing(now).filter(hasFigures);
  if (holding.length > 0)
    return familiesOf(holding, (family) => ({
      kind: 'holder',
      skus: holding.flatMap((product) => (product.family === family ? [product.sku] : [])).sort(),
    }));
  const former = containing(lately);
  if (former.some(hasFigures)) return familiesOf(former.filter(hasFigures), () => ({ kind: 'former' }));
  if (former.length > 0) return familiesOf(former, () => ({ kind: 'free' }));
  return new Map([[catalogue.workloads.get(workload)?.family ?? '', { kind: 'other' }]]);
};

const familiesOf = (products: readonly Product[], standing: (family: string) => Standing): Map<string, Standing> =>
  new Map(products.map(({ family }) => [family, standing(family)]));
