import { env } from '../functions/erase-data/env.ts';
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
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Removes what is stored of users and customers that are erased. */
export const eraseData = (foundation: Foundation): void => {
  const { buckets, erasureKey, queues, sourceCredentials, stage, tables } = foundation;
  const { customers, partners } = LICENSING_PARTITIONS;
  const erase = createFunction(foundation, 'erase-data', {
    environment: env,
    binds: {
      ACTIVITY_TABLE: table(tables.activity, 'DeleteItem', 'Query'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
        // Of partners, only that they lost the customer.
        tableItems(tables.licensing, [customers, partners], 'DeleteItem', 'PutItem'),
      ),
      INSIGHTS_TABLE: together(
        table(tables.insights, 'GetItem', 'Query'),
        tableItems(tables.insights, [customers], 'DeleteItem'),
      ),
      JOBS_TABLE: together(
        table(tables.jobs, 'GetItem', 'PutItem', 'Query', 'Scan'),
        // Not of the audit, which forgets the customer and keeps that something was done.
        tableItems(
          tables.jobs,
          ['collection#*', 'erasure#*', 'export#*', 'import#*', 'link#*', 'recalculation#*'],
          'DeleteItem',
        ),
      ),
      UPLOADS_BUCKET: together(
        bucketObjects(buckets.uploads, 'imports/*', 'DeleteObject'),
        bucketObjects(buckets.uploads, 'replaced/*', 'DeleteObject', 'GetObject', 'PutObject'),
        bucketObjects(buckets.uploads, 'erasures/*', 'DeleteObject', 'GetObject', 'PutObject'),
        missingObjects(buckets.uploads),
      ),
      PORTFOLIOS_BUCKET: together(
        bucketObjects(buckets.portfolios, 'portfolios/*', 'DeleteObject', 'GetObject'),
        missingObjects(buckets.portfolios),
      ),
      EXPORTS_BUCKET: together(
        bucketObjects(buckets.exports, 'exports/*', 'DeleteObject', 'GetObject'),
        missingObjects(buckets.exports),
      ),
      ERASURE_QUEUE_URL: sendsTo(queues.erasures),
      RUN_QUEUE_URL: sendsTo(queues.runs),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      ERASURE_KEY_ARN: erasureKey,
      SOURCE_SECRETS: sourceCredentials.secrets('CreateSecret', 'DeleteSecret', 'GetSecretValue'),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      DELIVERIES: value(DELIVERIES),
      STEP_SECONDS: value(stage.importStepSeconds),
    },
    timeout: queues.erasures.jobTimeout,
    sendsToItself: true,
    errorsMean: 'A step of an erasure broke off: it is tried again, and what is to go is there for longer.',
  });
  queues.erasures.workedOnBy(erase);
};
