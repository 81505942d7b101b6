import { foldName } from '../../../catalogue/names/fold-name.ts';
import { type ProductNames, productsNamed } from '../../../catalogue/names/product-names.ts';

/** A name found in a list of products, and the products it may mean: none when it is unknown. */
export interface NamedProduct {
  readonly name: string;
  readonly skus: readonly string[];
}

/** A plus that joins two names; inside a name ("ENTERPRISE MOBILITY + SECURITY E5") it has a space on either side. */
const JOINT = /(?<! )\+|\+(?! )/u;

/**
 * The products that a report's `Assigned Products` lists, joined by `+`. A name may contain a plus of its own: of the
 * known names that fit, the longest is taken. Each name appears once.
 */
export const readProductList = (text: string, names: ProductNames): NamedProduct[] => {
  const parts = text.replaceAll(/\s+/gu, ' ').trim().split(JOINT);
  const found = new Map<string, NamedProduct>();
  for (let at = 0; at < parts.length; ) {
    const length = longestKnown(parts.slice(at), names);
    const name = joined(parts.slice(at, at + length));
    if (name !== '' && !found.has(foldName(name)))
      found.set(foldName(name), { name, skus: productsNamed(names, name) });
    at += length;
  }
  return [...found.values()];
};

const joined = (parts: readonly string[]): string => parts.join('+').trim();

const longestKnown = (parts: readonly string[], names: ProductNames): number => {
  for (let length = parts.length; length > 1; length -= 1)
    if (productsNamed(names, joined(parts.slice(0, length))).length > 0) return length;
  return 1;
};
