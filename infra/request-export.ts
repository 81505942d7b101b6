import { env } from '../functions/request-export/env.ts';
import { ROUTES } from '../functions/request-export/routes.ts';
import { bucketObjects, sendsTo, table, tableIndex, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Starts exports, tells how they stand, and has their links mailed. */
export const requestExport = (foundation: Foundation): void => {
  const { api, buckets, queues, tables } = foundation;
  const request = createFunction(foundation, 'request-export', {
    environment: env,
    binds: {
      JOBS_TABLE: together(
        table(tables.jobs, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
        tableIndex(tables.jobs, 'by-portfolio'),
      ),
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      INSIGHTS_TABLE: table(tables.insights, 'GetItem'),
      // It presigns the addresses of finished files, which may do what it may do itself.
      EXPORTS_BUCKET: bucketObjects(buckets.exports, 'exports/*', 'GetObject'),
      EXPORT_QUEUE_URL: sendsTo(queues.exports),
    },
    errorsMean: 'Exports could not be asked for, or it could not be told how they stand.',
  });
  api.route(request, ...Object.values(ROUTES));
};
