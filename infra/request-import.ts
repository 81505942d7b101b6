import { env } from '../functions/request-import/env.ts';
import { ROUTES } from '../functions/request-import/routes.ts';
import { bucketObjects, table, value } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Hands out forms to upload a file with, and tells how its import stands. */
export const requestImport = (foundation: Foundation): void => {
  const { api, buckets, stage, tables } = foundation;
  const request = createFunction(foundation, 'request-import', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem'),
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      UPLOADS_BUCKET: bucketObjects(buckets.uploads, 'imports/*', 'PutObject'),
      LARGEST_UPLOAD_BYTES: value(stage.largestUploadBytes),
    },
    errorsMean: 'Files could not be handed in, or it could not be told how their imports stand.',
  });
  api.route(request, ...Object.values(ROUTES));
};
