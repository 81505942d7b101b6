import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { Schedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ALARM_PERIOD, MAY_COME_LATE } from '../constructs/alarms.ts';
import type { JobQueue } from '../constructs/job-queue.ts';
import type { ProductFunction } from '../constructs/product-function.ts';
import { countedBy } from '../constructs/product-metrics.ts';
import type { Foundation } from '../foundation.ts';

/** How long nobody need be worried that no run was published: a day, and two hours for a long one. */
const RUN_HOURS = 26;

/** The share of its time-out from which on a job is said to run long. */
const LONG = 0.8;

/** SES reviews an account from 5 % of bounces and 0.1 % of complaints on (SES developer guide, "Reputation metrics"). */
const BOUNCE_RATE = 0.05;
const COMPLAINT_RATE = 0.001;

/**
 * Adds the alarms over what no single construct knows: the daily run, time and concurrency of functions, events and
 * mails. To be called when all functions and rules are made. What a construct knows it watches itself.
 */
export const watchStack = (foundation: Foundation): void => {
  const scope = new Construct(foundation.scope, 'Watch');
  watchRuns(scope, foundation);
  watchFunctions(scope, foundation);
  watchEvents(scope, foundation);
  watchTables(scope, foundation);
  watchMails(scope, foundation);
};

const watchRuns = (scope: Construct, { alarms, stage }: Foundation): void =>
  alarms.addHeartbeat(scope, 'NoRunAlarm', RUN_HOURS, {
    metric: countedBy(stage, 'publish-portfolio', 'RunsPublished', Duration.hours(1)),
    meaning: `No recalculation of all customers was published for ${RUN_HOURS} hours: everybody reads figures of the days before.`,
    runbook: 'no-run',
  });

const watchFunctions = (scope: Construct, { alarms, queues }: Foundation): void => {
  alarms.add(scope, 'ThrottlesAlarm', {
    // Of all functions of the account and region: they share its concurrency, whoever used it up.
    metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum', period: ALARM_PERIOD }),
    threshold: 1,
    meaning: 'Functions were not started as the account allows no more at once: pages and calls fail, jobs come late.',
    runbook: 'functions-are-throttled',
  });
  const working = Object.values<JobQueue>(queues).flatMap(({ worker, ender }) => [worker, ender]);
  const workers = [...new Set(working)].filter((worker) => worker !== undefined);
  for (const worker of workers) watchDuration(alarms, worker);
  alarms.add(scope, 'StoppedChainsAlarm', {
    metric: sumOf(
      'Chains of jobs that Lambda stopped',
      workers.map(({ lambda }) => lambda.metric('RecursiveInvocationsDropped', SUM)),
    ),
    threshold: 1,
    meaning: 'Lambda took the steps of a long job for a loop and stopped them: an import, export or mail never ends.',
    runbook: 'a-chain-was-stopped',
  });
};

const watchDuration = (alarms: Foundation['alarms'], worker: ProductFunction): void => {
  const { lambda, node, timeout } = worker;
  alarms.add(worker, 'LongAlarm', {
    metric: lambda.metricDuration({ statistic: 'Maximum', period: ALARM_PERIOD }),
    threshold: timeout.toMilliseconds() * LONG,
    meaning: `A job of ${node.id} took more than ${LONG * 100} % of the time it may take: larger ones will break off and fail.`,
    runbook: 'jobs-run-long',
  });
};

const watchEvents = (scope: Construct, { alarms, scope: stack }: Foundation): void => {
  const ofSchedules = { ...SUM, dimensionsMap: { ScheduleGroup: 'default' } };
  const rules = stack.node.findAll().filter((construct) => construct instanceof Rule);
  alarms.add(scope, 'DroppedEventsAlarm', {
    metric: sumOf('Events that were not delivered', [
      Schedule.metricAllDropped(ofSchedules),
      Schedule.metricAllFailedToBeSentToDLQ(undefined, ofSchedules),
      ...rules.flatMap(({ ruleName }) =>
        ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'].map(
          (metricName) =>
            new Metric({ ...SUM, namespace: 'AWS/Events', metricName, dimensionsMap: { RuleName: ruleName } }),
        ),
      ),
    ]),
    threshold: 1,
    meaning: 'EventBridge could not hand on an event: a daily run, an uploaded file or a mail that came back is lost.',
    runbook: 'events-were-dropped',
  });
};

const watchTables = (scope: Construct, { alarms, tables }: Foundation): void => {
  alarms.add(scope, 'ThrottledTablesAlarm', {
    metric: sumOf(
      'Throttled reads and writes of tables',
      Object.values(tables).flatMap((table) => [
        table.metric('ReadThrottleEvents', SUM),
        table.metric('WriteThrottleEvents', SUM),
      ]),
    ),
    threshold: 1,
    // A table that is paid by request throttles for moments while it grows; the SDK tries again.
    periods: { looked: 3, reached: 3 },
    meaning: 'DynamoDB has put off reads or writes for a quarter of an hour: calls answer 503, jobs take longer.',
    runbook: 'tables-are-throttled',
  });
};

const watchMails = (scope: Construct, { alarms, stage }: Foundation): void => {
  const rate = (metricName: string) =>
    new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
  alarms.add(scope, 'BouncesAlarm', {
    metric: rate('Reputation.BounceRate'),
    threshold: BOUNCE_RATE,
    meaning: `More than ${BOUNCE_RATE * 100} % of the account's mails come back: SES may stop sending, then nobody gets mailed exports.`,
    runbook: 'mails-bounce',
  });
  alarms.add(scope, 'ComplaintRateAlarm', {
    metric: rate('Reputation.ComplaintRate'),
    threshold: COMPLAINT_RATE,
    meaning: `More than ${COMPLAINT_RATE * 100} % of the account's mails are marked as unwanted: SES may stop sending to anybody.`,
    runbook: 'mails-are-complained-about',
  });
  alarms.add(scope, 'ComplaintsAlarm', {
    metric: countedBy(stage, 'record-mail-event', 'MailsComplained'),
    threshold: 1,
    periods: MAY_COME_LATE,
    meaning: 'A recipient marked a mailed export as unwanted: it is not mailed any more, and somebody should ask why.',
    runbook: 'mails-are-complained-about',
  });
};

const SUM = { statistic: 'Sum', period: ALARM_PERIOD } as const;

/** Metrics added up, those without data as 0; an alarm takes at most ten of them (CloudWatch user guide, "Metric math"). */
const sumOf = (label: string, metrics: readonly IMetric[]): MathExpression => {
  const named = metrics.map((metric, index): [string, IMetric] => [`m${index}`, metric]);
  return new MathExpression({
    label,
    expression: named.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: ALARM_PERIOD,
  });
};
