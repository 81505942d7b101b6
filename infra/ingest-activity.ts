import { env } from '../functions/ingest-activity/env.ts';
import { ROUTES } from '../functions/ingest-activity/routes.ts';
import { table, tableIndex, tableItems, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Takes activity. */
export const ingestActivity = (foundation: Foundation): void => {
  const { api, pseudonymKey, stage, tables } = foundation;
  const { customers, userNames } = LICENSING_PARTITIONS;
  const ingest = createFunction(foundation, 'ingest-activity', {
    environment: env,
    binds: {
      ACTIVITY_TABLE: table(tables.activity, 'BatchGetItem', 'GetItem', 'PutItem'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem'),
        tableItems(tables.licensing, [customers, userNames], 'PutItem'),
        ...(stage.pseudonymizeUsers ? [tableIndex(tables.licensing, 'directory')] : []),
      ),
      PSEUDONYM_KEY_ARN: pseudonymKey,
    },
    errorsMean: 'Activity that was sent was not stored: feeds have to send it again, or usage will read too low.',
  });
  api.route(ingest, ...Object.values(ROUTES));
};
