import { Duration } from 'aws-cdk-lib';
import { env } from '../functions/end-job/env.ts';
import { bucketObjects, sendsToDeadLetters, table, tableItems, together, value } from './constructs/binding.ts';
import { ENDING_DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Ends imports, exports, erasures and collections that nobody will work on any more. */
export const endJob = (foundation: Foundation): void => {
  const { buckets, queues, stage, tables } = foundation;
  const end = createFunction(foundation, 'end-job', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'GetItem'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.customers], 'PutItem'),
      ),
      DELETED_UPLOADS_BUCKET: stage.pseudonymizeUsers
        ? bucketObjects(buckets.uploads, 'imports/*', 'DeleteObject')
        : value(''),
      IMPORT_DEAD_LETTERS_URL: sendsToDeadLetters(queues.imports),
      EXPORT_DEAD_LETTERS_URL: sendsToDeadLetters(queues.exports),
      ERASURE_DEAD_LETTERS_URL: sendsToDeadLetters(queues.erasures),
      COLLECTION_DEAD_LETTERS_URL: sendsToDeadLetters(queues.collections),
      DELIVERIES: value(ENDING_DELIVERIES),
    },
    timeout: Duration.minutes(1),
    errorsMean: 'A job that has failed for good could not be ended: whoever watches it still reads that it is running.',
  });
  queues.imports.endedBy(end);
  queues.exports.endedBy(end);
  queues.erasures.endedBy(end);
  queues.collections.endedBy(end);
};
