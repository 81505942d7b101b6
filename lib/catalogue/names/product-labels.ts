import { type Catalogue, findProduct, normalise } from '../product.ts';
import { productNames, productsNamed } from './product-names.ts';

/** Products by what a person chooses them by: their name, with the part number where several have that name; sorted. */
export const productLabels = ({ products }: Pick<Catalogue, 'products'>): ReadonlyMap<string, string> => {
  const byName = Map.groupBy(products.values(), ({ name }) => normalise(name));
  const labels = [...products.values()].map(({ sku, name, partNumber }): [string, string] => {
    const isShared = (byName.get(normalise(name)) ?? []).length > 1;
    return [isShared ? `${name} (${partNumber})` : name, sku];
  });
  return new Map(labels.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/**
 * The id of the product that a person chose by its label, id or part number, or by any name that is its own;
 * `undefined` of none, or of several.
 */
export const productLabelled = (catalogue: Catalogue, text: string): string | undefined => {
  const byLabel = [...productLabels(catalogue)].find(([label]) => normalise(label) === normalise(text));
  const [only, ...others] = productsNamed(productNames(catalogue), text);
  return byLabel?.[1] ?? findProduct(catalogue, text)?.sku ?? (others.length === 0 ? only : undefined);
};
