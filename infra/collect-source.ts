import { env } from '../functions/collect-source/env.ts';
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

/** Downloads from sources into imports, and finds the customers that partners have. */
export const collectSource = (foundation: Foundation): void => {
  const { buckets, queues, sourceCredentials, stage, tables } = foundation;
  const { customers, partners } = LICENSING_PARTITIONS;
  const collect = createFunction(foundation, 'collect-source', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem'),
        tableIndex(tables.licensing, 'directory'), // who of all customers a found one is
        tableItems(tables.licensing, [customers, partners], 'PutItem'),
        tableItems(tables.licensing, [partners], 'DeleteItem'), // proposals
      ),
      JOBS_TABLE: table(tables.jobs, 'BatchGetItem', 'GetItem', 'PutItem'),
      UPLOADS_BUCKET: together(
        bucketObjects(buckets.uploads, 'imports/*', 'AbortMultipartUpload', 'GetObject', 'PutObject'),
        missingObjects(buckets.uploads),
      ),
      SOURCE_SECRETS: sourceCredentials.secrets('GetSecretValue'),
      SOURCE_KEY_ARN: sourceCredentials.encrypts,
      COLLECTION_QUEUE_URL: sendsTo(queues.collections),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      DELIVER_TO: value(stage.deliverTo === 'public' ? stage.deliverTo : stage.deliverTo.join(' ')),
      LARGEST_UPLOAD_BYTES: value(stage.largestUploadBytes),
      DELIVERIES: value(DELIVERIES),
      STEP_SECONDS: value(stage.importStepSeconds),
    },
    timeout: queues.collections.jobTimeout,
    sendsToItself: true,
    errorsMean: 'A step of a collection broke off: it is tried again, and the data of a customer comes later.',
  });
  queues.collections.workedOnBy(collect);
};
