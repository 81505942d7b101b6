import { expect, test } from 'vitest';
import { DELIVERIES, LONGEST_PAUSE_SECONDS, pauseAfter } from '../../lib/jobs/retry.ts';
import { at, functionName, inWords, resourcesOf } from './template.ts';

/** Which function works on which queue, how many at once. */
const WORKERS = {
  RunsQueue: ['schedule-recalculation', 2],
  RecalculationsQueue: ['recalculate-customer', 2],
  PublishesQueue: ['publish-portfolio', 2],
  ImportsQueue: ['import-file', 2],
  ExportsQueue: ['write-export', 2],
  ImportsGivenUpQueue: ['end-job', 2],
  ExportsGivenUpQueue: ['end-job', 2],
  MailEventsQueue: ['record-mail-event', 2],
  ErasuresQueue: ['erase-data', 2],
  ErasuresGivenUpQueue: ['end-job', 2],
  CollectionRunsQueue: ['schedule-collection', 2],
  CollectionsQueue: ['collect-source', 2],
  CollectionsGivenUpQueue: ['end-job', 2],
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

test('a message stays hidden for longer than its worker may run, and for a quarter of an hour at most', () => {
  for (const mapping of resourcesOf('dev', 'AWS::Lambda::EventSourceMapping')) {
    const timeout = Number(lambdaOf(inWords(mapping.Properties.FunctionName))?.Properties.Timeout);
    const queue = resourcesOf('dev', 'AWS::SQS::Queue').find(
      (one) => one.id === inWords(mapping.Properties.EventSourceArn),
    );
    expect(timeout).toBeLessThanOrEqual(300);
    expect(Number(queue?.Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(3 * timeout);
    expect(Number(queue?.Properties.VisibilityTimeout)).toBeLessThanOrEqual(15 * 60);
  }
});

test('each queue of jobs has dead letters, kept for 14 days; both are encrypted and take TLS only', () => {
  const queues = resourcesOf('dev', 'AWS::SQS::Queue');
  const redrives = queues
    .filter((queue) => queue.Properties.RedrivePolicy)
    .map((queue) => [queue.id, inWords(at(queue.Properties, 'RedrivePolicy', 'deadLetterTargetArn'))]);
  expect(Object.fromEntries(redrives)).toEqual({
    RunsQueue: 'RunsDeadLetterQueue',
    RecalculationsQueue: 'RecalculationsDeadLetterQueue',
    PublishesQueue: 'PublishesDeadLetterQueue',
    // Jobs that somebody watches are ended on the way.
    ImportsQueue: 'ImportsGivenUpQueue',
    ImportsGivenUpQueue: 'ImportsDeadLetterQueue',
    ExportsQueue: 'ExportsGivenUpQueue',
    ExportsGivenUpQueue: 'ExportsDeadLetterQueue',
    MailEventsQueue: 'MailEventsDeadLetterQueue',
    ErasuresQueue: 'ErasuresGivenUpQueue',
    ErasuresGivenUpQueue: 'ErasuresDeadLetterQueue',
    CollectionRunsQueue: 'CollectionRunsDeadLetterQueue',
    CollectionsQueue: 'CollectionsGivenUpQueue',
    CollectionsGivenUpQueue: 'CollectionsDeadLetterQueue',
  });
  expect(redrives).toHaveLength(queues.length - 9);
  const guarded = resourcesOf('dev', 'AWS::SQS::QueuePolicy')
    .filter((policy) => at(policy.Properties, 'PolicyDocument', 'Statement', 0, 'Effect') === 'Deny')
    .map((policy) => inWords(at(policy.Properties, 'Queues', 0)));
  for (const queue of queues) {
    expect(queue.Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
    expect(guarded).toContain(queue.id);
  }
});

test('deliveries of a message that fails go on for two hours', () => {
  for (const queue of resourcesOf('dev', 'AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy)) {
    const deliveries = Number(at(queue.Properties, 'RedrivePolicy', 'maxReceiveCount'));
    const pauses = Array.from({ length: deliveries }, (_, n) => pauseAfter(n + 1, deliveries));
    expect(pauses.slice(0, 8)).toEqual([10, 20, 40, 80, 160, 320, 640, 900]);
    expect(deliveries).toBe(queue.id.endsWith('GivenUpQueue') ? 30 : 15); // it may come with a count of 15
    expect(Math.max(...pauses)).toBe(900);
    expect(pauses.at(-1)).toBe(0);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThanOrEqual(2 * 3600);
  }
});

test('those who wait for a job are told how often and after how long its queue delivers it again', () => {
  for (const { id, Properties } of resourcesOf('dev', 'AWS::SQS::Queue').filter(
    (one) => one.Properties.RedrivePolicy,
  )) {
    expect(Number(Properties.VisibilityTimeout)).toBeLessThanOrEqual(LONGEST_PAUSE_SECONDS);
    if (!id.endsWith('GivenUpQueue')) expect(at(Properties, 'RedrivePolicy', 'maxReceiveCount')).toBe(DELIVERIES);
  }
});

test('functions that go on in a message of their own may do so without end, no others', () => {
  const loops = resourcesOf('dev', 'AWS::Lambda::Function')
    .filter(({ Properties }) => Properties.RecursiveLoop === 'Allow')
    .map(functionName);
  expect(loops.sort()).toEqual([
    'collect-source',
    'erase-data',
    'import-file',
    'publish-portfolio',
    'recalculate-customer',
    'write-export',
  ]);
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

test('a run starts each day at 02:00 UTC, and sources are sent each hour; both say which moment they stand for', () => {
  const schedules = resourcesOf('dev', 'AWS::Scheduler::Schedule').map(({ Properties }) => {
    expect(Properties).toMatchObject({
      ScheduleExpressionTimezone: 'Etc/UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Input: '{"scheduledFor":"<aws.scheduler.scheduled-time>"}' },
    });
    return [inWords(at(Properties, 'Target', 'Arn')), Properties.ScheduleExpression];
  });
  expect(Object.fromEntries(schedules)).toEqual({
    RunsQueue: 'cron(0 2 * * ? *)',
    CollectionRunsQueue: 'cron(0 * * * ? *)',
  });
});

test('a file uploaded for import is told to the queue of imports by EventBridge', () => {
  const bucket = resourcesOf('dev', 'AWS::S3::Bucket').find((one) => one.id === 'UploadsBucket');
  expect(bucket?.Properties.NotificationConfiguration).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
  const rule = resourcesOf('dev', 'AWS::Events::Rule').find(
    (one) => inWords(at(one.Properties, 'Targets', 0, 'Arn')) === 'ImportsQueue',
  );
  expect(rule?.Properties.EventPattern).toEqual({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [{ Ref: 'UploadsBucket' }] }, object: { key: [{ prefix: 'imports/' }] } },
  });
});

test('mails that come back are told by SES to the queue of their events, those of this stack alone', () => {
  const [set] = resourcesOf('dev', 'AWS::SES::ConfigurationSet');
  const [destination, ...others] = resourcesOf('dev', 'AWS::SES::ConfigurationSetEventDestination');
  expect(others).toEqual([]);
  expect(destination?.Properties).toMatchObject({
    ConfigurationSetName: { Ref: set?.id },
    EventDestination: { Enabled: true, MatchingEventTypes: ['bounce', 'complaint'] },
  });
  const rule = resourcesOf('dev', 'AWS::Events::Rule').find(
    (one) => inWords(at(one.Properties, 'Targets', 0, 'Arn')) === 'MailEventsQueue',
  );
  expect(rule?.Properties.EventPattern).toEqual({
    source: ['aws.ses'],
    'detail-type': ['Email Bounced', 'Email Complaint Received'],
    detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: set?.id }] } } },
  });
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
