import { env } from '../functions/manage-settings/env.ts';
import { ROUTES } from '../functions/manage-settings/routes.ts';
import { table, tableItems, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { JOBS_PARTITIONS, LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Keeps what the operator sets at run time. */
export const manageSettings = (foundation: Foundation): void => {
  const { api, tables } = foundation;
  const manage = createFunction(foundation, 'manage-settings', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'GetItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.settings], 'PutItem'),
      ),
      JOBS_TABLE: tableItems(tables.jobs, [JOBS_PARTITIONS.audit], 'PutItem'),
    },
    errorsMean: 'The operator could not read or change the settings; those in force stay as they were.',
  });
  api.route(manage, ...Object.values(ROUTES));
};
