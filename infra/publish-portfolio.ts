import { env } from '../functions/publish-portfolio/env.ts';
import { bucketObjects, sendsTo, table, tableIndex, together, value } from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Publishes the figures of all customers of one partner as one generation. */
export const publishPortfolio = (foundation: Foundation): void => {
  const { buckets, queues, tables } = foundation;
  const publish = createFunction(foundation, 'publish-portfolio', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableIndex(tables.licensing, 'directory'),
      ),
      INSIGHTS_TABLE: table(tables.insights, 'BatchGetItem', 'GetItem', 'PutItem', 'Query'),
      PORTFOLIOS_BUCKET: bucketObjects(buckets.portfolios, '*', 'PutObject'),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      DELIVERIES: value(DELIVERIES),
    },
    timeout: queues.publishes.jobTimeout,
    sendsToItself: true,
    memory: 2048,
    errorsMean: 'The publishing of a portfolio broke off: it is tried again, and the partner reads the one before.',
  });
  queues.publishes.workedOnBy(publish);
};
