import { productNames, productsNamed } from '../../catalogue/names/product-names.ts';
import { productOfId } from '../../catalogue/names/product-of-id.ts';
import { type Catalogue, findProduct } from '../../catalogue/product.ts';
import type { UsageRow } from '../formats/usage-row.ts';

/** The product that a row speaks of; none, and why, when the catalogue does not tell. */
export type UsageProduct =
  | { readonly sku: string; readonly free: boolean }
  | { readonly sku: undefined; readonly reason: 'unknown_product' | 'ambiguous_product' };

/** A function that finds the product of a row: by its id or an alias for it, else by its name. It remembers, as rows repeat their products. */
export const usageProductFinder = (
  catalogue: Catalogue,
): ((row: Pick<UsageRow, 'productId' | 'productName'>) => UsageProduct) => {
  const names = productNames(catalogue);
  const remembered = new Map<string, UsageProduct>();
  const ofId = productOfId(catalogue);
  const find = (id: string, name: string): UsageProduct => {
    const skus = productsNamed(names, name);
    const found =
      findProduct(catalogue, id) ?? ofId(id) ?? catalogue.products.get(skus.length === 1 ? (skus[0] ?? '') : '');
    if (found) return { sku: found.sku, free: found.offer === 'free' };
    return { sku: undefined, reason: skus.length > 1 ? 'ambiguous_product' : 'unknown_product' };
  };
  return ({ productId, productName }) => {
    const key = `${productId} ${productName}`;
    const product = remembered.get(key) ?? find(productId, productName);
    remembered.set(key, product);
    return product;
  };
};
