import { env } from '../functions/request-erasure/env.ts';
import { ROUTES } from '../functions/request-erasure/routes.ts';
import {
  bucketObjects,
  missingObjects,
  sendsTo,
  table,
  tableIndex,
  tableItems,
  together,
} from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Takes erasures of users and customers, and tells how they stand. */
export const requestErasure = (foundation: Foundation): void => {
  const { api, buckets, erasureKey, pseudonymKey, queues, stage, tables } = foundation;
  const request = createFunction(foundation, 'request-erasure', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'GetItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.userNames], 'PutItem'),
        ...(stage.pseudonymizeUsers ? [tableIndex(tables.licensing, 'directory')] : []),
      ),
      UPLOADS_BUCKET: together(
        bucketObjects(buckets.uploads, 'erasures/*', 'GetObject'),
        missingObjects(buckets.uploads),
      ),
      ERASURE_QUEUE_URL: sendsTo(queues.erasures),
      ERASURE_KEY_ARN: erasureKey,
      PSEUDONYM_KEY_ARN: pseudonymKey,
    },
    errorsMean: 'An erasure could not be asked for, or it could not be told how one stands.',
  });
  api.route(request, ...Object.values(ROUTES));
};
