import { env } from '../functions/recalculate-customer/env.ts';
import { sendsTo, table, tableItems, together, value } from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Computes the figures of one customer and day. */
export const recalculateCustomer = (foundation: Foundation): void => {
  const { queues, stage, tables } = foundation;
  const recalculate = createFunction(foundation, 'recalculate-customer', {
    environment: env,
    binds: {
      ACTIVITY_TABLE: table(tables.activity, 'Query'),
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        // When what is known of users who hold nothing any more is to be forgotten.
        tableItems(tables.licensing, [LICENSING_PARTITIONS.customers], 'PutItem'),
      ),
      INSIGHTS_TABLE: table(tables.insights, 'DeleteItem', 'GetItem', 'PutItem', 'Query'),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      RECALCULATION_QUEUE_URL: sendsTo(queues.recalculations),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      DELIVERIES: value(DELIVERIES),
    },
    timeout: queues.recalculations.jobTimeout,
    sendsToItself: true,
    errorsMean: 'The recalculation of a customer broke off: it is tried again, and its figures come later.',
  });
  queues.recalculations.workedOnBy(recalculate);
};
