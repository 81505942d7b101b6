import { Rule } from 'aws-cdk-lib/aws-events';
import { env } from '../functions/record-mail-event/env.ts';
import { table, value } from './constructs/binding.ts';
import { DELIVERIES } from './constructs/job-queue.ts';
import { createFunction } from './constructs/product-function.ts';
import type { Foundation } from './foundation.ts';

/** Marks mails that came back or were complained about, and remembers their recipients. */
export const recordMailEvent = (foundation: Foundation): void => {
  const { mail, queues, scope, tables } = foundation;
  const record = createFunction(foundation, 'record-mail-event', {
    environment: env,
    binds: { JOBS_TABLE: table(tables.jobs, 'PutItem', 'UpdateItem'), DELIVERIES: value(DELIVERIES) },
    timeout: queues.mailEvents.jobTimeout,
    errorsMean: 'A mail that came back is not marked yet: it is shown as sent until the event is taken again.',
  });
  queues.mailEvents.workedOnBy(record);

  const returned = new Rule(scope, 'MailReturned', {
    eventPattern: {
      source: ['aws.ses'],
      detailType: ['Email Bounced', 'Email Complaint Received'],
      detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSet] } } },
    },
  });
  returned.addTarget(queues.mailEvents.takesEventsOf(returned));
};
