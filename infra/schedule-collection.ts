import { TimeZone } from 'aws-cdk-lib';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { env } from '../functions/schedule-collection/env.ts';
import { sendsTo, table, tableIndex, together, value } from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Every source says at which hour it is collected: each hour those are sent whose hour it is. */
const EVERY_HOUR = 'cron(0 * * * ? *)';

/** Sends sources to be collected, at their hours. */
export const scheduleCollection = (foundation: Foundation): void => {
  const { queues, scope, stage, tables } = foundation;
  const scheduler = createFunction(foundation, 'schedule-collection', {
    environment: env,
    binds: {
      LICENSING_TABLE: together(table(tables.licensing, 'BatchGetItem'), tableIndex(tables.licensing, 'directory')),
      COLLECTION_QUEUE_URL: sendsTo(queues.collections),
      COLLECTION_HOUR: value(stage.collectionHour),
      DELIVERIES: value(DELIVERIES),
    },
    timeout: queues.collectionRuns.jobTimeout,
    errorsMean: 'Not all sources of an hour were sent to be collected: it is tried again, and their data comes later.',
  });
  queues.collectionRuns.workedOnBy(scheduler);

  new Schedule(scope, 'HourlyCollection', {
    schedule: ScheduleExpression.expression(EVERY_HOUR, TimeZone.ETC_UTC),
    target: new SqsSendMessage(queues.collectionRuns.queue, {
      // The hour that is collected comes from the time the schedule stood for, however late it is delivered.
      input: ScheduleTargetInput.fromObject({ scheduledFor: ContextAttribute.scheduledTime }),
      deadLetterQueue: queues.collectionRuns.deadLetters,
    }),
  });
};
