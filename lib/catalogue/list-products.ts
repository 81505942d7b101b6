import * as z from 'zod';
import { foldForSearch } from '../values/search-fold.ts';
import type { Catalogue, Product } from './product.ts';

const place = z.object({ name: z.string(), sku: z.string() });
type Place = z.infer<typeof place>;

/** Which products, from which place on. */
export const productSelection = z.object({
  family: z.string().optional(),
  /** Part of a name, alias, id or part number; case does not matter. */
  search: z.string().optional(),
  /** Only what comes after this product. */
  after: place.optional(),
});
type ProductSelection = z.infer<typeof productSelection>;

const isBefore = (a: Place, b: Place): boolean => a.name < b.name || (a.name === b.name && a.sku < b.sku);

const matches = ({ name, sku, partNumber, aliases = [] }: Product, search: string): boolean =>
  [name, sku, partNumber, ...aliases].some((text) => foldForSearch(text).includes(search));

/** One page of a catalogue's products by name, and the selection that goes on from there when there are more. */
export const listProducts = (
  { products }: Pick<Catalogue, 'products'>,
  { family, search, after }: ProductSelection,
  limit: number,
): { products: readonly Product[]; next?: ProductSelection } => {
  const wanted = search === undefined ? undefined : foldForSearch(search.trim());
  const found = [...products.values()]
    .filter((product) => family === undefined || product.family === family)
    .filter((product) => wanted === undefined || matches(product, wanted))
    .filter((product) => after === undefined || isBefore(after, product))
    .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  if (!last || found.length === page.length) return { products: page };
  return { products: page, next: { family, search, after: { name: last.name, sku: last.sku } } };
};
