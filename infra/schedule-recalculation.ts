import { TimeZone } from 'aws-cdk-lib';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { env } from '../functions/schedule-recalculation/env.ts';
import { sendsTo, table, tableIndex, tableItems, together, value } from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import { LICENSING_PARTITIONS } from './constructs/tables.ts';
import type { Foundation } from './foundation.ts';

/** Sends all customers to be recalculated, once a day and whenever asked. */
export const scheduleRecalculation = (foundation: Foundation): void => {
  const { queues, scope, stage, tables } = foundation;
  const scheduler = createFunction(foundation, 'schedule-recalculation', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(
        table(tables.licensing, 'BatchGetItem', 'GetItem', 'Query'),
        tableItems(tables.licensing, [LICENSING_PARTITIONS.catalogue], 'PutItem'),
        tableIndex(tables.licensing, 'directory'),
      ),
      JOBS_TABLE: table(tables.jobs, 'GetItem'),
      RECALCULATION_QUEUE_URL: sendsTo(queues.recalculations),
      PUBLISH_QUEUE_URL: sendsTo(queues.publishes),
      REPORTING_LAG_DAYS: value(stage.reportingLagDays),
      DELIVERIES: value(DELIVERIES),
    },
    timeout: queues.runs.jobTimeout,
    errorsMean: 'Not all customers were sent to be recalculated: it is tried again, and figures come later.',
  });
  queues.runs.workedOnBy(scheduler);

  new Schedule(scope, 'DailyRecalculation', {
    schedule: ScheduleExpression.expression(stage.recalculationSchedule, TimeZone.ETC_UTC),
    target: new SqsSendMessage(queues.runs.queue, {
      // The day that is recalculated comes from the time the schedule stood for, however late it is delivered.
      input: ScheduleTargetInput.fromObject({ scheduledFor: ContextAttribute.scheduledTime }),
      deadLetterQueue: queues.runs.deadLetters,
    }),
  });
};
