import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { pinLogicalId } from './logical-id.ts';
import type { ProductFunction } from './product-function.ts';
import type { RunbookSection } from './runbook.ts';

export interface JobQueueProps {
  readonly alarms: Alarms;
  /** How long one job may take: the time-out of the function that works on the queue. */
  readonly jobTimeout: Duration;
  /** What users notice when a job has failed for good, and what to do then. */
  readonly failedMeans: string;
  readonly failedRunbook: RunbookSection;
  /** What users notice when jobs wait too long. */
  readonly lateMeans: string;
  /** From which age on a waiting job is late. */
  readonly lateAfter: Duration;
}

/** Lambda's advice for a queue that feeds a function: the visibility time-out is six times the function's time-out. */
const VISIBILITY_FACTOR = 6;
/** Lambda's advice too: fewer receives would send messages away that were only throttled. */
export const DELIVERIES = 5;

/** A queue of jobs and the queue of those that failed for good, each with its alarm. */
export class JobQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly jobTimeout: Duration;
  /** The function that works on the queue. */
  worker?: ProductFunction;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    this.jobTimeout = props.jobTimeout;
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', secure);
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      visibilityTimeout: Duration.seconds(props.jobTimeout.toSeconds() * VISIBILITY_FACTOR),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: DELIVERIES },
    });
    pinLogicalId(this.queue, `${id}Queue`);
    pinLogicalId(this.deadLetters, `${id}DeadLetterQueue`);
    // By these the runbook puts failed jobs back.
    for (const [output, { queueArn }] of [
      [`${id}QueueArn`, this.queue],
      [`${id}DeadLetterQueueArn`, this.deadLetters],
    ] as const)
      new CfnOutput(this, output, { value: queueArn }).overrideLogicalId(output);
    props.alarms.add(this, 'FailedAlarm', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: 1,
      meaning: props.failedMeans,
      runbook: props.failedRunbook,
    });
    props.alarms.add(this, 'LateAlarm', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: ALARM_PERIOD, statistic: 'Maximum' }),
      threshold: props.lateAfter.toSeconds(),
      meaning: props.lateMeans,
      runbook: 'jobs-wait',
    });
  }

  /** Feeds the queue to a function, one message at a time, at most so many at once; failures return one by one. */
  workedOnBy(worker: ProductFunction, { atOnce }: { readonly atOnce: number }): void {
    this.worker = worker;
    worker.allow(
      new PolicyStatement({
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [this.queue.queueArn],
      }),
    );
    new EventSourceMapping(this, 'Worker', {
      target: worker.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency: atOnce,
      reportBatchItemFailures: true,
    });
  }

  /** The queue as the target of an EventBridge rule; events that cannot be delivered join the failed jobs. */
  takesEventsOf(rule: Rule): IRuleTarget {
    for (const queue of [this.queue, this.deadLetters])
      queue.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
        }),
      );
    return {
      bind: () => ({ arn: this.queue.queueArn, deadLetterConfig: { arn: this.deadLetters.queueArn } }),
    };
  }
}
