import type { Calendar } from '../activity/calendar.ts';
import { activeWithin, WINDOW_DAYS, wordAsOf } from '../activity/calendar.ts';
import { type Catalogue, hasFigures, type Product } from '../catalogue/product.ts';
import { type Holdings, heldOn, heldSince, heldWithin, type UserAssignments } from '../licensing/assignment.ts';
import type { Day } from '../time/day.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';

/** What is known of one user: what is held, the activity, or both. */
export interface UserFacts extends Partial<UserAssignments> {
  readonly userId: string;
  readonly calendar?: Calendar;
}

/** The words, as of the day, of the measured workloads in which a user was active within the window. */
export const activeWords = (
  calendar: Calendar | undefined,
  measured: ReadonlyMap<string, MeasuredWorkload>,
  asOf: Day,
): Map<string, number> => {
  const active = new Map<string, number>();
  if (!calendar) return active;
  for (const [workload, { raw }] of measured) {
    const word = raw.reduce((union, one) => union | wordAsOf(calendar.words[one] ?? 0, calendar.lastDay, asOf), 0);
    if (activeWithin(word, WINDOW_DAYS)) active.set(workload, word);
  }
  return active;
};

/** A product held on the as-of day, and since when without a break. */
export interface HeldProduct {
  readonly product: Product;
  readonly since: Day;
}

/** A user's products on the as-of day, and those held on any day of the window. */
export interface HeldProducts {
  readonly now: readonly HeldProduct[];
  readonly lately: readonly Product[];
}

/** The products of the catalogue that a user holds. */
export const heldProducts = (holdings: Holdings, catalogue: Catalogue, asOf: Day): HeldProducts => {
  const now: HeldProduct[] = [];
  const lately: Product[] = [];
  for (const [sku, history] of Object.entries(holdings)) {
    const product = catalogue.products.get(sku);
    if (!product) continue;
    if (heldOn(history, asOf)) now.push({ product, since: heldSince(history, asOf) ?? asOf });
    if (heldWithin(history, asOf - (WINDOW_DAYS - 1), asOf)) lately.push(product);
  }
  return { now, lately };
};

/** How an active user of a workload stands to the products of one family that contain it. */
export type Standing =
  /** Holds these (ids, in order) on the as-of day. */
  | { readonly kind: 'holder'; readonly skus: readonly string[] }
  /** Held one inside the window. */
  | { readonly kind: 'former' }
  /** Holds only free ones. */
  | { readonly kind: 'free' }
  /** Held none inside the window. */
  | { readonly kind: 'other' };

/**
 * In which families an active user of a workload counts, and how: in those of the products held with it, on the day or
 * else within the window; a user who held none counts in the workload's home family.
 */
export const standingsOf = (
  workload: string,
  { now, lately }: HeldProducts,
  catalogue: Catalogue,
): Map<string, Standing> => {
  const containing = (products: readonly Product[]) => products.filter(({ workloads }) => workloads.includes(workload));
  const paid = (products: readonly Product[]) => containing(products).filter(hasFigures);
  const held = paid(now.map(({ product }) => product));
  if (held.length > 0)
    return familiesOf(held, (family) => ({
      kind: 'holder',
      skus: held.flatMap((product) => (product.family === family ? [product.sku] : [])).sort(),
    }));
  if (paid(lately).length > 0) return familiesOf(paid(lately), () => ({ kind: 'former' }));
  if (containing(lately).length > 0) return familiesOf(containing(lately), () => ({ kind: 'free' }));
  return new Map([[catalogue.workloads.get(workload)?.family ?? '', { kind: 'other' }]]);
};

const familiesOf = (products: readonly Product[], standing: (family: string) => Standing): Map<string, Standing> =>
  new Map(products.map(({ family }) => [family, standing(family)]));
