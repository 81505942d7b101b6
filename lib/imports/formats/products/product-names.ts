import type { Catalogue } from '../../../catalogue/product.ts';
import { PRODUCT_ALIASES } from './product-aliases.ts';

/** Product ids by display name, upper-cased and with spaces folded. Several products may share a name. */
export type ProductNames = ReadonlyMap<string, readonly string[]>;

/** A name found in a list of products, and the products it may mean: none when it is unknown. */
export interface NamedProduct {
  readonly name: string;
  readonly skus: readonly string[];
}

/** Upper-cased, runs of white space (no-break spaces too) made one space. */
export const foldName = (name: string): string => name.replaceAll(/\s+/gu, ' ').trim().toUpperCase();

/** All names of the catalogue's products, with the aliases of those it holds. */
export const productNames = (
  catalogue: Pick<Catalogue, 'products'>,
  aliases: Readonly<Record<string, string>> = PRODUCT_ALIASES,
): ProductNames => {
  const names = new Map<string, string[]>();
  for (const { name, sku } of catalogue.products.values())
    names.set(foldName(name), [...(names.get(foldName(name)) ?? []), sku].sort());
  for (const [alias, name] of Object.entries(aliases)) {
    const skus = names.get(foldName(name));
    if (skus && !names.has(foldName(alias))) names.set(foldName(alias), skus);
  }
  return names;
};

/** A plus that joins two names; inside a name ("ENTERPRISE MOBILITY + SECURITY E5") it has a space on either side. */
const JOINT = /(?<! )\+|\+(?! )/u;

/**
 * The products that a report's `Assigned Products` lists, joined by `+`. A name may contain a plus of its own: of the
 * known names that fit, the longest is taken. Each name appears once.
 */
export const readProductList = (text: string, names: ProductNames): NamedProduct[] => {
  const parts = foldName(text).split(JOINT);
  const found = new Map<string, NamedProduct>();
  for (let at = 0; at < parts.length; ) {
    const length = longestKnown(parts.slice(at), names);
    const name = joined(parts.slice(at, at + length));
    if (name !== '') found.set(name, { name, skus: names.get(name) ?? [] });
    at += length;
  }
  return [...found.values()];
};

const joined = (parts: readonly string[]): string => parts.join('+').trim();

const longestKnown = (parts: readonly string[], names: ProductNames): number => {
  for (let length = parts.length; length > 1; length -= 1) if (names.has(joined(parts.slice(0, length)))) return length;
  return 1;
};
