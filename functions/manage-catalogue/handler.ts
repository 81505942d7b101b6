import { recorderIn } from '../../lib/audit/record.ts';
import { putAliases, putGroup, putProduct, putWorkload } from '../../lib/catalogue/change/put-entries.ts';
import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { changeOf } from './product-change.ts';
import { operations } from './request.ts';
import { showCatalogue } from './show-catalogue.ts';

const { LICENSING_TABLE, JOBS_TABLE } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const record = recorderIn(openTable(JOBS_TABLE));

/** Shows the catalogue, and takes the operator's products and workloads. */
export const handler = apiHandler(operations, {
  getProducts: async ({ query }) => reply(200, showCatalogue(await readCatalogue(licensing), query)),

  putProduct: async ({ path: { sku }, body: { entry, aliases }, ...call }) => {
    const stored = await record(call, 'product.put', sku, (before) =>
      entry ? putProduct(licensing, changeOf(sku, entry), before) : putAliases(licensing, { sku, aliases }, before),
    );
    return reply(200, stored);
  },

  putGroup: async ({ path: { id }, body: { name, products }, ...call }) => {
    const group = { id, name, products: products.toSorted() };
    return reply(200, await record(call, 'product-group.put', id, (before) => putGroup(licensing, group, before)));
  },

  putWorkload: async ({ path: { id }, body: { excluded = false, ...entry }, ...call }) => {
    const workload = { id, ...entry, excluded };
    const stored = await record(call, 'workload.put', id, (recorded) => putWorkload(licensing, workload, recorded));
    return reply(200, stored);
  },
});
