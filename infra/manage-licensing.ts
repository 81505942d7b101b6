import { env } from '../functions/manage-licensing/env.ts';
import { ROUTES } from '../functions/manage-licensing/routes.ts';
import { table, tableIndex, tableItems, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { JOBS_PARTITIONS, LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Lists customers, and keeps their subscriptions, assignments, support cases and identities. */
export const manageLicensing = (foundation: Foundation): void => {
  const { api, pseudonymKey, tables } = foundation;
  const { customers, userNames } = LICENSING_PARTITIONS;
  const manage = createFunction(foundation, 'manage-licensing', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
        tableItems(tables.licensing, [customers, userNames], 'PutItem'),
        tableItems(tables.licensing, [customers], 'DeleteItem'), // identities
      ),
      JOBS_TABLE: tableItems(tables.jobs, [JOBS_PARTITIONS.audit], 'PutItem'),
      PSEUDONYM_KEY_ARN: pseudonymKey,
    },
    errorsMean:
      'A change of subscriptions, assignments, support cases or identities was not stored, or could not be read.',
  });
  api.route(manage, ...Object.values(ROUTES));
};
