import type { z } from 'zod';
import { listProducts, productSelection } from '../../lib/catalogue/list-products.ts';
import type { Catalogue } from '../../lib/catalogue/product.ts';
import { decodeCursor, encodeCursor } from '../../lib/values/cursor.ts';
import type { operations } from './request.ts';

const byId = <Entry extends { readonly id: string }>(entries: ReadonlyMap<string, Entry>): Entry[] =>
  [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));

/** A page of the catalogue, as a caller asks for it. Throws the problem of a cursor that is none. */
export const showCatalogue = (
  catalogue: Catalogue,
  { cursor, limit, ...query }: z.output<(typeof operations)['getProducts']['query'] & {}>,
) => {
  const selection = cursor === undefined ? query : decodeCursor(productSelection, cursor);
  const { products, next } = listProducts(catalogue, selection, limit);
  const more = next ? { cursor: encodeCursor(next) } : {};
  const { version, workloads, groups } = catalogue;
  return { version, products, workloads: byId(workloads), groups: byId(groups), ...more };
};
