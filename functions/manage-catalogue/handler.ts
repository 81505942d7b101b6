import { recorderIn } from '../../lib/audit/record.ts';
import { putAliases, putProduct, putWorkload } from '../../lib/catalogue/change/put-entries.ts';
import { listProducts, productSelection } from '../../lib/catalogue/list-products.ts';
import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { openTable } from '../../lib/storage/table.ts';
import { decodeCursor, encodeCursor } from '../../lib/values/cursor.ts';
import { env } from './env.ts';
import { changeOf } from './product-change.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, JOBS_TABLE } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const record = recorderIn(openTable(JOBS_TABLE));

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

  putProduct: async ({ path: { sku }, body: { entry, aliases }, ...call }) => {
    const stored = await record(call, 'product.put', sku, (before) =>
      entry ? putProduct(licensing, changeOf(sku, entry), before) : putAliases(licensing, { sku, aliases }, before),
    );
    return reply(200, stored);
  },

  putWorkload: async ({ path: { id }, body: { excluded = false, ...entry }, ...call }) => {
    const workload = { id, ...entry, excluded };
    const stored = await record(call, 'workload.put', id, (recorded) => putWorkload(licensing, workload, recorded));
    return reply(200, stored);
  },
});
