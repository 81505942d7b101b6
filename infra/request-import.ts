import { env } from '../functions/request-import/env.ts';
import { ROUTES } from '../functions/request-import/routes.ts';
import { bucketObjects, sendsTo, table, tableIndex, tableItems, together, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/**
 * Hands out forms to upload a file with, tells how its import stands, takes it again with a name that is mapped, and asks
 * for it to be undone.
 */
export const requestImport = (foundation: Foundation): void => {
  const { api, buckets, queues, stage, tables } = foundation;
  const request = createFunction(foundation, 'request-import', {
    environment: env,
    binds: {
      JOBS_TABLE: together(
        table(tables.jobs, 'GetItem', 'PutItem', 'UpdateItem'),
        tableIndex(tables.jobs, 'by-portfolio'),
      ),
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.catalogue, LICENSING_PARTITIONS.presets], 'PutItem'),
      ),
      UPLOADS_BUCKET: bucketObjects(buckets.uploads, 'imports/*', 'PutObject'),
      IMPORT_QUEUE_URL: sendsTo(queues.imports),
      LARGEST_UPLOAD_BYTES: value(stage.largestUploadBytes),
    },
    errorsMean:
      'Files could not be handed in, or it could not be told how their imports stand, or they could not be undone.',
  });
  api.route(request, ...Object.values(ROUTES));
};
