import { env } from '../functions/review-access/env.ts';
import { ROUTES } from '../functions/review-access/routes.ts';
import { table, tableIndex, tableItems, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { JOBS_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Shows operators partners, access records and what was recorded of changes. */
export const reviewAccess = (foundation: Foundation): void => {
  const { api, tables } = foundation;
  const review = createFunction(foundation, 'review-access', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(table(tables.licensing, 'BatchGetItem'), tableIndex(tables.licensing, 'directory')),
      JOBS_TABLE: tableItems(tables.jobs, [JOBS_PARTITIONS.audit], 'Query'),
    },
    errorsMean: 'Operators could not see who has access, or who changed what.',
  });
  api.route(review, ...Object.values(ROUTES));
};
