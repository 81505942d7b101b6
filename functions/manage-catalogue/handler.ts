import { bundledEntries } from '../../lib/catalogue/bundled-catalogue.ts';
import { withProduct, withWorkload } from '../../lib/catalogue/change-entries.ts';
import { listProducts, productSelection } from '../../lib/catalogue/list-products.ts';
import { changeCatalogue, readCatalogue } from '../../lib/catalogue/own-entries-table.ts';
import type { Offer } from '../../lib/catalogue/product.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { openTable } from '../../lib/storage/table.ts';
import { decodeCursor, encodeCursor } from '../../lib/values/cursor.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);

/** Shows the catalogue, and takes the operator's products and workloads. */
export const handler = apiHandler(operations, {
  getProducts: async ({ query: { cursor, limit, ...query } }) => {
    const selection = cursor === undefined ? query : decodeCursor(productSelection, cursor);
    const catalogue = await readCatalogue(licensing);
    const { products, next } = listProducts(catalogue, selection, limit);
    const workloads = [...catalogue.workloads.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return reply(200, {
      version: catalogue.version,
      products,
      workloads,
      ...(next ? { cursor: encodeCursor(next) } : {}),
    });
  },

  putProduct: async ({ path: { sku }, body: { name, family, workloads, partNumber, ...flags } }) => {
    const product = { sku, partNumber, name, family, workloads, offer: offerOf(flags) };
    const catalogue = await changeCatalogue(licensing, (own) => withProduct(bundledEntries, own, product));
    return reply(200, {
      version: catalogue.version,
      product: catalogue.products.get(sku),
      workloads: workloads.map(({ id }) => catalogue.workloads.get(id)),
    });
  },

  putWorkload: async ({ path: { id }, body: { family, countsAs, excluded = false } }) => {
    const workload = { id, family, countsAs, excluded };
    const catalogue = await changeCatalogue(licensing, (own) => withWorkload(bundledEntries, own, workload));
    return reply(200, { version: catalogue.version, workload: catalogue.workloads.get(id) });
  },
});

const offerOf = (flags: { isTrial: boolean; free: boolean; excluded: boolean }): Offer => {
  if (flags.excluded) return 'excluded';
  if (flags.free) return 'free';
  return flags.isTrial ? 'trial' : 'paid';
};
