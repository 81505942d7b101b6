import { type Calendar, WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, hasFigures, type Product } from '../../catalogue/product.ts';
import {
  type HoldingHistory,
  heldOn,
  heldSince,
  heldWithin,
  type UserAssignments,
} from '../../licensing/assignment.ts';
import type { Day } from '../../time/day.ts';
import type { TallyContext } from './tally.ts';
import { THRESHOLDS } from './thresholds.ts';

/** What is known of one user: what is held, the activity, or both. */
export interface UserFacts {
  readonly userId: string;
  readonly holdings?: UserAssignments['holdings'] | undefined;
  readonly withheld?: UserAssignments['withheld'];
  readonly calendar?: Calendar | undefined;
  /** Whether other ids are mapped to this one. */
  readonly isMapped?: boolean | undefined;
}

/** When something is held, as far as any figure asks for it, one bit each. */
const HELD = {
  /** On the as-of day. */
  now: 1,
  /** On the day before it. */
  before: 2,
  /** On any day of the window. */
  lately: 4,
  /** On the as-of day, and for so long that the seat is idle when nobody uses it. */
  long: 8,
} as const;

/** When a product is held; with `withheld`, when it is held with a workload that was taken away from the user. */
export const heldWhen = (history: HoldingHistory, asOf: Day, withheld?: HoldingHistory): number => {
  const holds = (day: Day): boolean => heldOn(history, day) && !(withheld && heldOn(withheld, day));
  return (
    (holds(asOf) ? HELD.now : 0) |
    (holds(asOf - 1) ? HELD.before : 0) |
    (heldWithin(history, asOf - (WINDOW_DAYS - 1), asOf, withheld) ? HELD.lately : 0)
  );
};

/**
 * The same of a product, and whether it is held for long. A seat whose holder was found by the first list of all counts as an
 * old one: nobody knows since when it is held.
 */
export const productHeldWhen = (
  sku: string,
  history: HoldingHistory,
  { asOf, listedFrom, listedFromOf }: Pick<TallyContext, 'asOf' | 'listedFrom' | 'listedFromOf'>,
): number => {
  const since = heldSince(history, asOf);
  const isLong =
    since !== undefined && (since === (listedFromOf.get(sku) ?? listedFrom) || asOf - since > THRESHOLDS.idleGraceDays);
  return heldWhen(history, asOf) | (isLong ? HELD.long : 0);
};

/** How a user holds one product. */
export interface Holding {
  readonly sku: string;
  /** When it is held: bits of `HELD`. */
  readonly when: number;
  /** By workload that was taken away at any time: when the product is held with it. */
  readonly with: ReadonlyMap<string, number>;
}

/** A product as one user holds it: with its workloads but for those withheld from the user. */
export interface HeldProduct {
  readonly product: Product;
  readonly workloads: readonly string[];
}

/** What a user holds on the as-of day (and whether for long), held the day before, and on any day of the window. */
export interface HeldProducts {
  readonly now: readonly (HeldProduct & { readonly isLong: boolean })[];
  readonly before: readonly HeldProduct[];
  readonly lately: readonly HeldProduct[];
}

/** The products of the catalogue that a user holds. */
export const heldProducts = (holdings: readonly Holding[], catalogue: Catalogue): HeldProducts => {
  const held = { now: [], before: [], lately: [] } as {
    -readonly [Kind in keyof HeldProducts]: HeldProducts[Kind][number][];
  };
  for (const { sku, when, with: withWorkload } of holdings) {
    const product = catalogue.products.get(sku);
    if (!product) continue;
    const heldAt = (bit: number): HeldProduct => ({
      product,
      workloads: product.workloads.filter((one) => ((withWorkload.get(one) ?? when) & bit) !== 0),
    });
    if (when & HELD.now) held.now.push({ ...heldAt(HELD.now), isLong: (when & HELD.long) !== 0 });
    if (when & HELD.before) held.before.push(heldAt(HELD.before));
    if (when & HELD.lately) held.lately.push(heldAt(HELD.lately));
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
