import { putAliases, putProduct, putWorkload } from '../../lib/catalogue/change/put-entries.ts';
import { listProducts, productSelection } from '../../lib/catalogue/list-products.ts';
import { offerOf } from '../../lib/catalogue/product.ts';
import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
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
    const more = next ? { cursor: encodeCursor(next) } : {};
    return reply(200, { version: catalogue.version, products, workloads, ...more });
  },

  putProduct: async ({ path: { sku }, body }) => {
    if (!body.entry) return reply(200, await putAliases(licensing, { sku, aliases: body.aliases }));
    const { isTrial = false, free = false, excluded = false, ...entry } = body.entry;
    return reply(200, await putProduct(licensing, { sku, ...entry, offer: offerOf({ isTrial, free, excluded }) }));
  },

  putWorkload: async ({ path: { id }, body: { excluded = false, ...entry } }) =>
    reply(200, await putWorkload(licensing, { id, ...entry, excluded })),
});
