import { env } from '../functions/dashboard/env.ts';
import { CATCH_ALL, ROUTES } from '../functions/dashboard/routes.ts';
import {
  bucketObjects,
  missingObjects,
  sendsTo,
  table,
  tableIndex,
  tableItems,
  together,
  value,
} from './constructs/binding.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Serves the pages. */
export const dashboard = (foundation: Foundation): void => {
  const { api, buckets, queues, sessionSecret, sourceCredentials, stage, tables, tokens } = foundation;
  const pages = createFunction(foundation, 'dashboard', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.catalogue], 'PutItem'), // operators map names of files
        // Sources, and the customers that they found; what is deleted is the partner's: proposals, and where credentials lay.
        tableItems(tables.licensing, [LICENSING_PARTITIONS.customers, LICENSING_PARTITIONS.partners], 'PutItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.partners], 'DeleteItem'),
      ),
      INSIGHTS_TABLE: table(tables.insights, 'GetItem', 'Query'),
      JOBS_TABLE: together(
        table(tables.jobs, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
        tableIndex(tables.jobs, 'by-portfolio'),
      ),
      PORTFOLIOS_BUCKET: together(
        bucketObjects(buckets.portfolios, '*', 'GetObject'),
        missingObjects(buckets.portfolios),
      ),
      // It presigns the addresses of finished files and forms for uploads, which may do what it may do itself.
      EXPORTS_BUCKET: bucketObjects(buckets.exports, 'exports/*', 'GetObject'),
      UPLOADS_BUCKET: bucketObjects(buckets.uploads, 'imports/*', 'PutObject'),
      LARGEST_UPLOAD_BYTES: value(stage.largestUploadBytes),
      EXPORT_QUEUE_URL: sendsTo(queues.exports),
      IMPORT_QUEUE_URL: sendsTo(queues.imports),
      RUN_QUEUE_URL: sendsTo(queues.runs),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      COLLECTION_QUEUE_URL: sendsTo(queues.collections),
      COLLECTION_HOUR: value(stage.collectionHour),
      SOURCE_SECRETS: sourceCredentials.secrets('CreateSecret', 'DeleteSecret', 'GetSecretValue', 'PutSecretValue'),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      ISSUER: value(tokens.issuer),
      CLIENT_ID: value(tokens.pagesClientId),
      SESSION_SECRET_ARN: sessionSecret,
      PAGES_URL: value(api.url),
      FIRST_OPERATOR: value(stage.firstOperator),
    },
    errorsMean: 'People who opened a page were shown an error instead.',
  });
  api.publicRoute(
    pages,
    'A page knows by its own sealed session who looks at it, and leads everybody else to the sign-in.',
    ...Object.values(ROUTES),
    CATCH_ALL,
  );
};
