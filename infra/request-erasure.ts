import { env } from '../functions/request-erasure/env.ts';
import { ROUTES } from '../functions/request-erasure/routes.ts';
import { bucketObjects, missingObjects, sendsTo, table, together } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Takes erasures of users and customers, and tells how they stand. */
export const requestErasure = (foundation: Foundation): void => {
  const { api, buckets, erasureKey, queues, tables } = foundation;
  const request = createFunction(foundation, 'request-erasure', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem'),
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      UPLOADS_BUCKET: together(
        bucketObjects(buckets.uploads, 'erasures/*', 'GetObject'),
        missingObjects(buckets.uploads),
      ),
      ERASURE_QUEUE_URL: sendsTo(queues.erasures),
      ERASURE_KEY_ARN: erasureKey,
    },
    errorsMean: 'An erasure could not be asked for, or it could not be told how one stands.',
  });
  api.route(request, ...Object.values(ROUTES));
};
