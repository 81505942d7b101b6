import { expect, test } from 'vitest';
import { at, functionName, inWords, resourcesOf } from './template.ts';

/** What is watched: `metric of resource`. */
const watched = () =>
  resourcesOf('dev', 'AWS::CloudWatch::Alarm').map(
    ({ Properties }) => `${inWords(Properties.MetricName)} of ${inWords(at(Properties, 'Dimensions', 0, 'Value'))}`,
  );

test('errors of every function ring an alarm', () => {
  const expected = resourcesOf('dev', 'AWS::Lambda::Function').map((lambda) => `Errors of ${lambda.id}`);
  expect(watched()).toEqual(expect.arrayContaining(expected));
});

test('failed jobs and jobs that wait too long ring an alarm for every queue', () => {
  const expected = resourcesOf('dev', 'AWS::SQS::Queue')
    .filter((queue) => queue.Properties.RedrivePolicy)
    .flatMap(({ id, Properties }) => [
      `ApproximateAgeOfOldestMessage of ${id}.QueueName`,
      `ApproximateNumberOfMessagesVisible of ${inWords(at(Properties, 'RedrivePolicy', 'deadLetterTargetArn'))}.QueueName`,
    ]);
  expect(expected).toHaveLength(10);
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
