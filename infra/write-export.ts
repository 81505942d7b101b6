import { env } from '../functions/write-export/env.ts';
import {
  bucketObjects,
  configurationSet,
  missingObjects,
  sender,
  sendsTo,
  table,
  together,
  value,
} from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Writes the files of an export and mails the links to them. */
export const writeExport = (foundation: Foundation): void => {
  const { api, buckets, mail, queues, stage, tables } = foundation;
  const write = createFunction(foundation, 'write-export', {
    environment: env,
    binds: {
      JOBS_TABLE: table(tables.jobs, 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
      LICENSING_TABLE: table(tables.licensing, 'GetItem'),
      PORTFOLIOS_BUCKET: together(
        bucketObjects(buckets.portfolios, '*', 'GetObject'),
        missingObjects(buckets.portfolios),
      ),
      EXPORTS_BUCKET: bucketObjects(buckets.exports, 'exports/*', 'PutObject'),
      EXPORT_QUEUE_URL: sendsTo(queues.exports),
      MAIL_FROM: sender(mail),
      MAIL_CONFIGURATION_SET: configurationSet(mail),
      PUBLIC_URL: value(api.url),
      DELIVERIES: value(DELIVERIES),
      STEP_SECONDS: value(stage.exportStepSeconds),
    },
    timeout: queues.exports.jobTimeout,
    sendsToItself: true,
    errorsMean: 'A step of an export broke off: it is tried again, and the file or mail comes later.',
  });
  queues.exports.workedOnBy(write);
};
