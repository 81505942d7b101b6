import { env } from '../functions/manage-catalogue/env.ts';
import { ROUTES } from '../functions/manage-catalogue/routes.ts';
import { table, tableItems, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { JOBS_PARTITIONS, LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Keeps the operator's products and workloads. */
export const manageCatalogue = (foundation: Foundation): void => {
  const { api, tables } = foundation;
  const manage = createFunction(foundation, 'manage-catalogue', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'GetItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.catalogue], 'PutItem'),
      ),
      JOBS_TABLE: tableItems(tables.jobs, [JOBS_PARTITIONS.audit], 'PutItem'),
    },
    errorsMean: 'A product or workload of the operator was not stored, or the catalogue could not be read.',
  });
  api.route(manage, ...Object.values(ROUTES));
};
