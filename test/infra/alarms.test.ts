import { expect, test } from 'vitest';
import { at, functionName, inWords, type Json, listed, resourcesOf } from './template.ts';

const metricIn = (metric: Json | undefined): string =>
  `${inWords(at(metric, 'MetricName'))} of ${inWords(at(metric, 'Dimensions', 0, 'Value'))}`;

/** What is watched: `metric of resource`, or the metrics that an expression adds up. */
const watched = () =>
  resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(({ Properties }) => {
    const [sum, ...added] = listed(Properties.Metrics);
    if (sum === undefined) return metricIn(Properties);
    expect(at(sum, 'Expression')).toBe('FILL(errors, 0) + FILL(failures, 0)');
    expect(added.map((one) => inWords(at(one, 'Id')))).toEqual(['errors', 'failures']);
    return added.map((one) => metricIn(at(one, 'MetricStat', 'Metric'))).join(' + ');
  });

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
    .filter((queue) => queue.Properties.RedrivePolicy)
    .flatMap(({ id, Properties }) => [
      `ApproximateAgeOfOldestMessage of ${id}.QueueName`,
      `ApproximateNumberOfMessagesVisible of ${inWords(at(Properties, 'RedrivePolicy', 'deadLetterTargetArn'))}.QueueName`,
    ]);
  expect(expected).toHaveLength(12);
  expect(watched()).toEqual(expect.arrayContaining(expected));
});

test('answers of the API with 5xx ring an alarm', () => {
  const api = resourcesOf('dev', 'AWS::ApiGatewayV2::Api')[0]?.id;
  expect(watched()).toContain(`5xx of ${api}`);
});

test('every alarm says in its own sentence what users notice, and goes to the topic', () => {
  const alarms = resourcesOf('dev', 'AWS::CloudWatch::Alarm');
  const topic = resourcesOf('dev', 'AWS::SNS::Topic')[0]?.id;
  for (const { Properties } of alarms) {
    expect(Properties.AlarmDescription).toMatch(/^[A-Z].{40,}\.$/);
    expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
  }
  expect(new Set(alarms.map(({ Properties }) => Properties.AlarmDescription)).size).toBe(alarms.length);
});

test('every function logs under the name of its folder', () => {
  const names = resourcesOf('dev', 'AWS::Lambda::Function').map(functionName);
  expect(new Set(names).size).toBe(names.length);
});
