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
  /** How many jobs run at once, at most. */
  readonly atOnce: number;
  /**
   * Whether somebody watches each job: then a job that nobody will deliver any more has to be ended where it is watched,
   * at most so many at once.
   */
  readonly watched?: { readonly endedAtOnce: number };
}

/**
 * How much longer than the function's time-out a message stays hidden whose function was killed. Lambda's own advice is six
 * times, for batches and throttled pollers: here a message comes alone and concurrency is bounded, and three times is a
 * quarter of an hour at most, after which a killed job goes on, or is given up.
 */
const VISIBILITY_FACTOR = 3;
/** With the pauses between them (`lib/jobs/retry.ts`) deliveries go on for two hours. */
export const DELIVERIES = 15;
/**
 * A message that moves on may keep its count of deliveries or begin anew (SQS does not say): both ways these are enough
 * for the function that ends its job.
 */
export const ENDING_DELIVERIES = 2 * DELIVERIES;

/**
 * A queue of jobs and the queue of those that failed for good, each with its alarm. Between the two of watched jobs is one
 * more, of those that are to be ended: a function that was killed at its last delivery has ended none.
 */
export class JobQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly jobTimeout: Duration;
  private readonly atOnce: number;
  private readonly givenUp: { readonly queue: Queue; readonly atOnce: number } | undefined;
  /** The function that works on the queue. */
  worker?: ProductFunction;
  /** The function that ends jobs which nobody will deliver any more. */
  ender?: ProductFunction;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    this.jobTimeout = props.jobTimeout;
    this.atOnce = props.atOnce;
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', secure);
    pinLogicalId(this.deadLetters, `${id}DeadLetterQueue`);
    const workedOn = { ...secure, visibilityTimeout: hiddenFor(props.jobTimeout) };
    if (props.watched) {
      const queue = new Queue(this, 'GivenUp', {
        ...workedOn,
        deadLetterQueue: after(this.deadLetters, ENDING_DELIVERIES),
      });
      pinLogicalId(queue, `${id}GivenUpQueue`);
      this.givenUp = { queue, atOnce: props.watched.endedAtOnce };
    }
    this.queue = new Queue(this, 'Queue', {
      ...workedOn,
      deadLetterQueue: after(this.givenUp?.queue ?? this.deadLetters),
    });
    pinLogicalId(this.queue, `${id}Queue`);
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

  /** Feeds the queue to a function, one message at a time; failures return one by one. */
  workedOnBy(worker: ProductFunction): void {
    this.worker = worker;
    this.feed('Worker', this.queue, worker, this.atOnce);
  }

  /** Has the function end those jobs that nobody will deliver any more. It puts their messages to the dead letters. */
  endedBy(worker: ProductFunction): void {
    if (!this.givenUp) throw new Error(`The jobs of ${this.node.id} are not watched: there is nothing to end`);
    this.ender = worker;
    this.feed('Ender', this.givenUp.queue, worker, this.givenUp.atOnce);
  }

  private feed(id: string, queue: Queue, worker: ProductFunction, atOnce: number): void {
    worker.allow(
      new PolicyStatement({
        // Those of Lambda's pollers, and what a worker needs to have a failed message come back sooner.
        actions: [
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:GetQueueUrl',
          'sqs:ReceiveMessage',
        ],
        resources: [queue.queueArn],
      }),
    );
    new EventSourceMapping(this, id, {
      target: worker.lambda,
      eventSourceArn: queue.queueArn,
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

const hiddenFor = (jobTimeout: Duration): Duration => Duration.seconds(jobTimeout.toSeconds() * VISIBILITY_FACTOR);

const after = (queue: Queue, maxReceiveCount = DELIVERIES) => ({ queue, maxReceiveCount });
