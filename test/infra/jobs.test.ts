import { expect, test } from 'vitest';
import { at, functionName, inWords, resourcesOf } from './template.ts';

/** Which function works on which queue, how many at once. */
const WORKERS = {
  RunsQueue: ['schedule-recalculation', 2],
  RecalculationsQueue: ['recalculate-customer', 50],
  PublishesQueue: ['publish-portfolio', 10],
  ImportsQueue: ['import-file', 10],
  ExportsQueue: ['write-export', 10],
  ErasuresQueue: ['erase-data', 5],
};

const lambdaOf = (reference: string) =>
  resourcesOf('dev', 'AWS::Lambda::Function').find((lambda) => lambda.id === reference);

test('each queue has its worker, which hands failed messages back one by one', () => {
  const mappings = resourcesOf('dev', 'AWS::Lambda::EventSourceMapping').map(({ Properties }) => {
    expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    const lambda = lambdaOf(inWords(Properties.FunctionName));
    return [
      inWords(Properties.EventSourceArn),
      [lambda && functionName(lambda), at(Properties, 'ScalingConfig', 'MaximumConcurrency')],
    ];
  });
  expect(Object.fromEntries(mappings)).toEqual(WORKERS);
});

test('a message stays hidden for six times the time-out of its worker, which is 5 minutes at most', () => {
  for (const mapping of resourcesOf('dev', 'AWS::Lambda::EventSourceMapping')) {
    const timeout = Number(lambdaOf(inWords(mapping.Properties.FunctionName))?.Properties.Timeout);
    const queue = resourcesOf('dev', 'AWS::SQS::Queue').find(
      (one) => one.id === inWords(mapping.Properties.EventSourceArn),
    );
    expect(timeout).toBeLessThanOrEqual(300);
    expect(queue?.Properties.VisibilityTimeout).toBe(6 * timeout);
  }
});

test('each queue of jobs has dead letters, kept for 14 days; both are encrypted and take TLS only', () => {
  const queues = resourcesOf('dev', 'AWS::SQS::Queue');
  const redrives = queues
    .filter((queue) => queue.Properties.RedrivePolicy)
    .map((queue) => [queue.id, inWords(at(queue.Properties, 'RedrivePolicy', 'deadLetterTargetArn'))]);
  expect(Object.fromEntries(redrives)).toEqual(
    Object.fromEntries(Object.keys(WORKERS).map((id) => [id, id.replace('Queue', 'DeadLetterQueue')])),
  );
  expect(redrives).toHaveLength(queues.length / 2);
  const guarded = resourcesOf('dev', 'AWS::SQS::QueuePolicy')
    .filter((policy) => at(policy.Properties, 'PolicyDocument', 'Statement', 0, 'Effect') === 'Deny')
    .map((policy) => inWords(at(policy.Properties, 'Queues', 0)));
  for (const queue of queues) {
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    expect(guarded).toContain(queue.id);
  }
});

test('steps end well before their function does', () => {
  for (const lambda of resourcesOf('dev', 'AWS::Lambda::Function')) {
    const step = at(lambda.Properties, 'Environment', 'Variables', 'STEP_SECONDS');
    if (step !== undefined) expect(Number(step) + 60).toBeLessThanOrEqual(Number(lambda.Properties.Timeout));
  }
});

test('functions behind the API give up before the API does', () => {
  const working = resourcesOf('dev', 'AWS::Lambda::EventSourceMapping').map((one) =>
    inWords(one.Properties.FunctionName),
  );
  for (const lambda of resourcesOf('dev', 'AWS::Lambda::Function').filter((one) => !working.includes(one.id)))
    expect(Number(lambda.Properties.Timeout)).toBeLessThan(30);
});

test('the schedule starts a run each day at 02:00 UTC and says which moment it stands for', () => {
  const schedules = resourcesOf('dev', 'AWS::Scheduler::Schedule');
  expect(schedules).toHaveLength(1);
  expect(schedules[0]?.Properties).toMatchObject({
    ScheduleExpression: 'cron(0 2 * * ? *)',
    ScheduleExpressionTimezone: 'Etc/UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Input: '{"scheduledFor":"<aws.scheduler.scheduled-time>"}' },
  });
  expect(inWords(at(schedules[0]?.Properties, 'Target', 'Arn'))).toBe('RunsQueue');
});

test('a file uploaded for import is told to the queue of imports by EventBridge', () => {
  const bucket = resourcesOf('dev', 'AWS::S3::Bucket').find((one) => one.id === 'UploadsBucket');
  expect(bucket?.Properties.NotificationConfiguration).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
  const [rule, ...others] = resourcesOf('dev', 'AWS::Events::Rule');
  expect(others).toEqual([]);
  expect(rule?.Properties.EventPattern).toEqual({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [{ Ref: 'UploadsBucket' }] }, object: { key: [{ prefix: 'imports/' }] } },
  });
  expect(inWords(at(rule?.Properties, 'Targets', 0, 'Arn'))).toBe('ImportsQueue');
});

test('pages of the API may post uploads to the bucket, pages from elsewhere may not', () => {
  const bucket = resourcesOf('dev', 'AWS::S3::Bucket').find((one) => one.id === 'UploadsBucket');
  const api = resourcesOf('dev', 'AWS::ApiGatewayV2::Api')[0]?.id;
  expect(at(bucket?.Properties, 'CorsConfiguration', 'CorsRules')).toEqual([
    {
      AllowedHeaders: ['*'],
      AllowedMethods: ['POST'],
      AllowedOrigins: [{ 'Fn::GetAtt': [api, 'ApiEndpoint'] }],
      MaxAge: 3600,
    },
  ]);
});
