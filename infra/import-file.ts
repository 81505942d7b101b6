import { Rule } from 'aws-cdk-lib/aws-events';
import { env } from '../functions/import-file/env.ts';
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

/** Reads uploaded files into the tables, and puts back what they replaced. */
export const importFile = (foundation: Foundation): void => {
  const { buckets, pseudonymKey, queues, scope, stage, tables } = foundation;
  const { customers, partners, userNames } = LICENSING_PARTITIONS;
  const importer = createFunction(foundation, 'import-file', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableItems(tables.licensing, [customers, partners], 'DeleteItem', 'PutItem'), // a list of customers links partners
        tableItems(tables.licensing, [userNames], 'PutItem'),
        tableIndex(tables.licensing, 'directory'),
      ),
      ACTIVITY_TABLE: table(tables.activity, 'BatchGetItem', 'GetItem', 'PutItem', 'Query'), // a preview compares all of a customer's
      UPLOADS_BUCKET: together(
        stage.pseudonymizeUsers
          ? bucketObjects(buckets.uploads, 'imports/*', 'DeleteObject', 'GetObject')
          : bucketObjects(buckets.uploads, 'imports/*', 'GetObject'),
        // What a file replaces lies there until it can no longer be put back.
        bucketObjects(buckets.uploads, 'replaced/*', 'GetObject', 'PutObject'),
        missingObjects(buckets.uploads),
      ),
      PSEUDONYM_KEY_ARN: pseudonymKey,
      IMPORT_QUEUE_URL: sendsTo(queues.imports),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      DELIVERIES: value(DELIVERIES),
      STEP_SECONDS: value(stage.importStepSeconds),
    },
    timeout: queues.imports.jobTimeout,
    sendsToItself: true,
    memory: 2048, // with it comes more than a processor; what users of the longest list hold takes some 400 MB
    errorsMean: 'A step of an import broke off: it is tried again, and the import takes longer.',
  });
  queues.imports.workedOnBy(importer);

  const uploaded = new Rule(scope, 'FileUploaded', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [buckets.uploads.bucketName] }, object: { key: [{ prefix: 'imports/' }] } },
    },
  });
  uploaded.addTarget(queues.imports.takesEventsOf(uploaded));
};
