import { recorderIn } from '../../lib/audit/record.ts';
import { createCatalogueReader } from '../../lib/catalogue/store/catalogue-reader.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { knowsNames, requireKnownNames } from '../../lib/settings/known-names.ts';
import { readSettings, replaceSettings } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, JOBS_TABLE } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const record = recorderIn(openTable(JOBS_TABLE));
const currentCatalogue = createCatalogueReader(licensing);

/** Shows operators what they can set at run time, and sets it. */
export const handler = apiHandler(operations, {
  getSettings: async () => reply(200, await readSettings(licensing)),
  putSettings: async ({ body, ...call }) => {
    requireKnownNames(body, await currentCatalogue(call.now, (kept) => knowsNames(body, kept)));
    return reply(
      200,
      await record(call, 'settings.put', undefined, (recorded) => replaceSettings(licensing, body, recorded)),
    );
  },
});
