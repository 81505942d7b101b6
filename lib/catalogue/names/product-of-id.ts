import type { Catalogue, Product } from '../product.ts';
import { foldName } from './fold-name.ts';

/** Finds the product that a vendor's id, and its part number where it is told, stand for; `undefined` of none. */
export type ProductOfId = (id: string, partNumber?: string) => Product | undefined;

/**
 * A finder of the catalogue's products by ids: by the product's own id, or else by an alias, as the operator teaches ids
 * and part numbers of files in the same way as names.
 */
export const productOfId = ({ products }: Pick<Catalogue, 'products'>): ProductOfId => {
  const byAlias = new Map(
    [...products.values()].flatMap((product) => (product.aliases ?? []).map((alias) => [foldName(alias), product])),
  );
  return (id, partNumber) =>
    products.get(id) ??
    byAlias.get(foldName(id)) ??
    (partNumber === undefined ? undefined : byAlias.get(foldName(partNumber)));
};
