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
  const longest = mostPartsOf(names);
  const found = new Map<string, NamedProduct>();
  for (let at = 0; at < parts.length; ) {
    const length = longestKnown(parts.slice(at, at + longest), names);
    const name = joined(parts.slice(at, at + length));
    if (name !== '' && !found.has(foldName(name)))
      found.set(foldName(name), { name, skus: productsNamed(names, name) });
    at += length;
  }
  return [...found.values()];
};

const counted = new WeakMap<ProductNames, number>();

/** Of how many parts that a joint separates the longest known name is: one without a plus of its own is of one. */
const mostPartsOf = (names: ProductNames): number => {
  const known = counted.get(names);
  if (known !== undefined) return known;
  let most = 1;
  for (const name of [...names.exact.keys(), ...names.close.keys()]) most = Math.max(most, name.split(JOINT).length);
  counted.set(names, most);
  return most;
};

const joined = (parts: readonly string[]): string => parts.join('+').trim();

const longestKnown = (parts: readonly string[], names: ProductNames): number => {
  for (let length = parts.length; length > 1; length -= 1)
    if (productsNamed(names, joined(parts.slice(0, length))).length > 0) return length;
  return 1;
};
