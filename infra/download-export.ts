import { env } from '../functions/download-export/env.ts';
import { ROUTES } from '../functions/download-export/routes.ts';
import { bucketObjects, table } from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Leads from a mailed link to the file. */
export const downloadExport = (foundation: Foundation): void => {
  const { api, buckets, tables } = foundation;
  const download = createFunction(foundation, 'download-export', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem'),
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      EXPORTS_BUCKET: bucketObjects(buckets.exports, 'exports/*', 'GetObject'),
    },
    errorsMean: 'Recipients of a mail could not open its link.',
  });
  api.publicRoute(
    download,
    'The link in a mail is itself the permission: 256 random bits, revocable, and dead after 7 days.',
    ...Object.values(ROUTES),
  );
};
