import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { at, functionName, inWords, type Json, listed, resourcesOf, templateOf } from './template.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');

/** As GitHub makes anchors of plain headings. */
const anchorOf = (title: string): string => title.toLowerCase().replaceAll(' ', '-');

const metricIn = (metric: Json | undefined): string =>
  `${inWords(at(metric, 'MetricName'))} of ${inWords(at(metric, 'Dimensions', 0, 'Value'))}`;

/** What is watched: `metric of resource`, or the metrics that an expression adds up, those without data as 0. */
const watched = () =>
  resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(({ Properties }) => {
    const [sum, ...added] = listed(Properties.Metrics);
    if (sum === undefined) return metricIn(Properties);
    expect(added.length).toBeLessThanOrEqual(10); // the most that an alarm may add up
    expect(at(sum, 'Expression')).toBe(added.map((one) => `FILL(${inWords(at(one, 'Id'))}, 0)`).join(' + '));
    return added.map((one) => metricIn(at(one, 'MetricStat', 'Metric'))).join(' + ');
  });

/** The only alarm on a metric. */
const alarmOn = (metricName: string) => {
  const [alarm, ...others] = resourcesOf('dev', 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => Properties.MetricName === metricName,
  );
  expect(others).toEqual([]);
  return alarm?.Properties ?? {};
};

test('errors of every function ring an alarm, together with the failures that it counts itself', () => {
  const expected = resourcesOf('dev', 'AWS::Lambda::Function').map(
    (lambda) => `Errors of ${lambda.id} + Failures of ${functionName(lambda)}`,
  );
  expect(watched()).toEqual(expect.arrayContaining(expected));
});

test('the failures are read where the functions publish them', () => {
  const failures = resourcesOf('dev', 'AWS::CloudWatch::Alarm')
    .flatMap(({ Properties }) => listed(Properties.Metrics))
    .filter((one) => at(one, 'Id') === 'failures');
  for (const one of failures) {
    expect(at(one, 'MetricStat', 'Metric')).toMatchObject({
      Namespace: 'Seatpulse/dev',
      Dimensions: [{ Name: 'service' }],
    });
    expect(at(one, 'MetricStat', 'Stat')).toBe('Sum');
  }
});

test('CloudWatch may publish alarms of this account to the topic', () => {
  const topic = { Ref: resourcesOf('dev', 'AWS::SNS::Topic')[0]?.id };
  const statements = resourcesOf('dev', 'AWS::SNS::TopicPolicy').flatMap(({ Properties }) =>
    listed(at(Properties, 'PolicyDocument', 'Statement')),
  );
  expect(statements.filter((one) => at(one, 'Effect') === 'Allow')).toEqual([
    {
      Sid: 'AlarmsPublish',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: topic,
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    },
  ]);
});

test('failed jobs and jobs that wait too long ring an alarm for every queue', () => {
  const expected = resourcesOf('dev', 'AWS::SQS::Queue')
    // A given-up job is ended at once, and its message joins the dead letters.
    .filter(({ id, Properties }) => Properties.RedrivePolicy && !id.endsWith('GivenUpQueue'))
    .flatMap(({ id }) => [
      `ApproximateAgeOfOldestMessage of ${id}.QueueName`,
      `ApproximateNumberOfMessagesVisible of ${id.replace('Queue', 'DeadLetterQueue')}.QueueName`,
    ]);
  expect(expected).toHaveLength(18);
  expect(watched()).toEqual(expect.arrayContaining(expected));
});

test('answers of the API with 5xx ring an alarm, but for those by which a function puts a request off', () => {
  const [alarm] = resourcesOf('dev', 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => Properties.MetricName === 'FailedAnswers',
  );
  expect(alarm?.Properties).toMatchObject({ Namespace: 'Seatpulse/dev', Statistic: 'Sum', Threshold: 1 });
  const stage = resourcesOf('dev', 'AWS::ApiGatewayV2::Stage')[0]?.Properties;
  const accessLog = inWords(at(stage, 'AccessLogSettings', 'DestinationArn'));
  const [filter] = resourcesOf('dev', 'AWS::Logs::MetricFilter');
  expect(accessLog).toContain(inWords(filter?.Properties.LogGroupName));
  expect(filter?.Properties).toMatchObject({
    FilterPattern: '{ ($.status = "5*") && (($.status != "503") || ($.gatewayError != "-")) }',
    MetricTransformations: [{ MetricNamespace: 'Seatpulse/dev', MetricName: 'FailedAnswers', MetricValue: '1' }],
  });
  // What the filter looks at is in the log, as texts.
  expect(JSON.parse(inWords(at(stage, 'AccessLogSettings', 'Format')))).toMatchObject({
    status: '$context.status',
    gatewayError: '$context.error.message',
  });
});

test('a day on which nothing was published of all customers rings an alarm, also in an empty stack', () => {
  expect(alarmOn('RunsPublished')).toMatchObject({
    Namespace: 'Seatpulse/dev',
    Dimensions: [{ Name: 'service', Value: 'publish-portfolio' }],
    Statistic: 'Sum',
    Period: 3600,
    EvaluationPeriods: 26,
    DatapointsToAlarm: 26,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  });
});

test('what the functions count may come late: the alarms on it look at three periods', () => {
  const late = resourcesOf('dev', 'AWS::CloudWatch::Alarm').filter(({ Properties }) => {
    const own = [Properties, ...listed(Properties.Metrics).map((one) => at(one, 'MetricStat', 'Metric'))];
    return own.some((one) => at(one, 'Namespace') === 'Seatpulse/dev') && Properties.MetricName !== 'RunsPublished';
  });
  expect(late.length).toBe(resourcesOf('dev', 'AWS::Lambda::Function').length + 2); // …of what the access log tells, too
  for (const { Properties } of late) expect(Properties).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 1 });
});

test('throttled functions, dropped events, throttled tables and refused mails ring an alarm', () => {
  const [rules, tables] = ['AWS::Events::Rule', 'AWS::DynamoDB::GlobalTable'].map((type) =>
    resourcesOf('dev', type).map(({ id }) => id),
  );
  const dropped = (rules ?? []).flatMap((id) => [
    `FailedInvocations of ${id}`,
    `InvocationsFailedToBeSentToDlq of ${id}`,
  ]);
  const throttled = (tables ?? []).flatMap((id) => [`ReadThrottleEvents of ${id}`, `WriteThrottleEvents of ${id}`]);
  const sums = watched().map((one) => one.split(' + ').sort().join(' + '));
  expect(sums).toEqual(
    expect.arrayContaining([
      [...dropped, 'InvocationDroppedCount of default', 'InvocationsFailedToBeSentToDeadLetterCount of default']
        .sort()
        .join(' + '),
      throttled.sort().join(' + '),
    ]),
  );
  expect(alarmOn('Throttles')).toMatchObject({ Namespace: 'AWS/Lambda', Threshold: 1 });
  expect(alarmOn('Reputation.BounceRate')).toMatchObject({ Namespace: 'AWS/SES', Threshold: 0.05 });
  expect(alarmOn('Reputation.ComplaintRate')).toMatchObject({ Namespace: 'AWS/SES', Threshold: 0.001 });
  expect(alarmOn('MailsComplained')).toMatchObject({ Namespace: 'Seatpulse/dev' });
});

test('a job that comes near its time-out and a chain that Lambda stops ring an alarm', () => {
  const workers = resourcesOf('dev', 'AWS::Lambda::EventSourceMapping').map((one) =>
    inWords(one.Properties.FunctionName),
  );
  const chains = watched().find((metric) => metric.startsWith('RecursiveInvocationsDropped'));
  const dropped = [...new Set(workers)].map((id) => `RecursiveInvocationsDropped of ${id}`);
  expect(chains?.split(' + ').sort()).toEqual(dropped.sort());
  for (const { id, Properties } of resourcesOf('dev', 'AWS::Lambda::Function').filter(({ id }) => workers.includes(id)))
    expect(
      resourcesOf('dev', 'AWS::CloudWatch::Alarm').filter(
        (one) => metricIn(one.Properties) === `Duration of ${id}` && one.Properties.Statistic === 'Maximum',
      ),
    ).toMatchObject([{ Properties: { Threshold: Number(Properties.Timeout) * 800 } }]);
});

test('every alarm says in its own sentence what users notice, and goes to the topic', () => {
  const alarms = resourcesOf('dev', 'AWS::CloudWatch::Alarm');
  const topic = resourcesOf('dev', 'AWS::SNS::Topic')[0]?.id;
  for (const { Properties } of alarms) {
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].{40,}\. What to do: docs\/runbook\.md#[a-z0-9-]+$/);
    expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
    expect(Properties.OKActions).toEqual([{ Ref: topic }]);
  }
  expect(new Set(alarms.map(({ Properties }) => Properties.AlarmDescription)).size).toBe(alarms.length);
});

test('every alarm has its section in the runbook, and every section of an alarm has one', () => {
  const [, alarms = ''] = /^## When an alarm rings\n([\s\S]*?)(?=^## |$(?![\s\S]))/mu.exec(RUNBOOK) ?? [];
  const sections = [...alarms.matchAll(/^### (.*)$/gmu)].map(([, title = '']) => anchorOf(title));
  const linked = resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(
    ({ Properties }) => inWords(Properties.AlarmDescription).split('docs/runbook.md#')[1] ?? '',
  );
  expect(sections.length).toBeGreaterThan(10);
  expect([...new Set(linked)].sort()).toEqual([...sections].sort());
});

test('the runbook names every output by which failed jobs are put back, and none that is not there', () => {
  const named = [...RUNBOOK.matchAll(/\b[A-Za-z]+QueueArn\b/gu)].map(([output]) => output);
  const outputs = Object.keys(templateOf('prod').Outputs).filter((output) => output.endsWith('QueueArn'));
  expect([...new Set(named)].sort()).toEqual(outputs.sort());
});

test('every function logs under the name of its folder', () => {
  const names = resourcesOf('dev', 'AWS::Lambda::Function').map(functionName);
  expect(new Set(names).size).toBe(names.length);
});
