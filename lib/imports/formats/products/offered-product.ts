import { type ProductNames, productsNamed } from '../../../catalogue/names/product-names.ts';
import { addWarning, type Findings } from '../findings.ts';
import { addUnnamed, type Unnamed } from '../unnamed.ts';
import { onlyOne } from './product-choice.ts';

/** What tells which product an offer is. */
export interface OfferKnowledge {
  readonly names: ProductNames;
  /** Products of shared names of which the customer has seats, the seller's own list left aside. */
  readonly sold: ReadonlySet<string>;
  /** The products of the seller's own subscriptions stored so far, by their ids. */
  readonly before: ReadonlyMap<string, string>;
}

/** What a seller's list says of an offer sold. */
interface SoldOffer {
  readonly id: string;
  readonly offerName?: string | null | undefined;
  readonly friendlyName?: string | null | undefined;
  readonly quantity: number;
  /** Whether its seats are in use; `null` where that is not told. */
  readonly isActive: boolean | null;
}

/**
 * The id of the product that an offer is of; `undefined`, with a warning among the findings and its name among the
 * unnamed, when its name is unknown, or is that of several products of which nothing tells which is meant.
 */
export const productOf = (
  { id, offerName, friendlyName, quantity, isActive }: SoldOffer,
  { names, sold, before }: OfferKnowledge,
  found: Findings,
  unnamed: Unnamed,
): string | undefined => {
  const seats = { sold: isActive === null ? null : isActive ? quantity : 0, assigned: null };
  if (!offerName?.trim()) {
    const called = friendlyName ? `${id} ("${friendlyName}")` : id;
    addWarning(
      found,
      'unknown_product',
      `${called} has no offerName: its seats, counted here, are left out.`,
      quantity,
    );
    addUnnamed(unnamed, { name: friendlyName?.trim() || id, reason: 'unknown', ...seats });
    return undefined;
  }
  const skus = productsNamed(names, offerName);
  const known = before.get(id);
  const sku = known !== undefined && skus.includes(known) ? known : onlyOne(skus, sold);
  if (sku !== undefined) return sku;
  addUnnamed(unnamed, { name: offerName.trim(), reason: skus.length === 0 ? 'unknown' : 'ambiguous', ...seats });
  if (skus.length === 0)
    addWarning(
      found,
      'unknown_product',
      `"${offerName}" is not in the catalogue: its seats, counted here, are left out.`,
      quantity,
    );
  else
    addWarning(
      found,
      'ambiguous_product',
      `"${offerName}" is the name of several products, and the seats of this customer do not tell which: its seats, counted here, are left out. Import the customer's seats first.`,
      quantity,
    );
  return undefined;
};
