import { createCatalogueReader } from '../../lib/catalogue/store/catalogue-reader.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { knowsNames, requireKnownNames } from '../../lib/settings/known-names.ts';
import { readSettings, replaceSettings } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const licensing = openTable(readEnvironment(env).LICENSING_TABLE);
const currentCatalogue = createCatalogueReader(licensing);

/** Shows operators what they can set at run time, and sets it. */
export const handler = apiHandler(operations, {
  getSettings: async () => reply(200, await readSettings(licensing)),
  putSettings: async ({ body, now }) => {
    requireKnownNames(body, await currentCatalogue(now, (kept) => knowsNames(body, kept)));
    return reply(200, await replaceSettings(licensing, body));
  },
});
