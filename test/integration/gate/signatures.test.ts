import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Credentials } from '../../../infra/local/gate/gate.ts';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  await under.admin.s3.send(new CreateBucketCommand({ Bucket: 'uploads' }));
});
afterAll(() => under.stop());
beforeEach(() => under.clock.set(new Date()));

const everybody = { region, maxAttempts: 1 };
const list = (credentials: Credentials, more = {}) =>
  new S3Client({ ...everybody, endpoint: under.gate.url.href, credentials, ...more }).send(
    new ListObjectsV2Command({ Bucket: 'uploads' }),
  );
const send = (credentials: Credentials, more = {}) =>
  new SQSClient({ ...everybody, endpoint: under.gate.url.href, credentials, ...more }).send(
    new SendMessageCommand({ QueueUrl: `${under.gate.url.href}${account}/runs`, MessageBody: 'x' }),
  );

test('refuses a wrong secret, a wrong session and an unknown key, each in its service`s words', async () => {
  const { credentials } = under.admin.principal;
  const wrongSecret = { ...credentials, secretAccessKey: 'x' };
  expect(await rejectionOf(list(wrongSecret))).toMatchObject({ name: 'SignatureDoesNotMatch' });
  expect(await rejectionOf(send(wrongSecret))).toMatchObject({ name: 'InvalidSignatureException' });
  const wrongSession = { ...credentials, sessionToken: 'x' };
  expect(await rejectionOf(list(wrongSession))).toMatchObject({ name: 'InvalidToken' });
  expect(await rejectionOf(send(wrongSession))).toMatchObject({ name: 'UnrecognizedClientException' });
  const unknown = { ...credentials, accessKeyId: 'ASIAUNKNOWN' };
  expect(await rejectionOf(list(unknown))).toMatchObject({ name: 'InvalidAccessKeyId' });
  expect(await rejectionOf(send(unknown))).toMatchObject({ name: 'UnrecognizedClientException' });
});

test('refuses another region than the stack`s', async () => {
  const { credentials } = under.admin.principal;
  expect((await rejectionOf(list(credentials, { region: 'us-east-1' }))).message).toContain(`expecting '${region}'`);
});

test('ends a session when it is dismissed', async () => {
  const { principal, dynamoDb, s3 } = under.admit('short-lived');
  await expect(dynamoDb.send(new ListTablesCommand({}))).resolves.toBeDefined();
  under.gate.dismiss(principal.credentials.accessKeyId);
  expect(await rejectionOf(dynamoDb.send(new ListTablesCommand({})))).toMatchObject({ name: 'ExpiredTokenException' });
  expect(await rejectionOf(s3.send(new ListObjectsV2Command({ Bucket: 'uploads' })))).toMatchObject({
    name: 'ExpiredToken',
  });
});

test('refuses a clock that is off by more than a quarter of an hour, which the SDK then corrects', async () => {
  const { credentials } = under.admin.principal;
  under.clock.set(new Date(Date.now() + 14 * 60_000));
  await expect(list(credentials)).resolves.toBeDefined();
  under.clock.set(new Date(Date.now() + 40 * 24 * 3_600_000));
  expect(await rejectionOf(list(credentials))).toMatchObject({ name: 'RequestTimeTooSkewed' });
  await expect(list(credentials, { maxAttempts: 2 })).resolves.toBeDefined();
  await expect(list(credentials, { systemClockOffset: under.clock.offset() })).resolves.toBeDefined();
});

test('refuses a body that is not the one that was signed', async () => {
  const { dynamoDb } = under.admit('tampered');
  dynamoDb.middlewareStack.add(
    (next) => (args) => {
      // The cast: at this step, which is after the signing, the request is an HTTP request.
      const { request } = args as { request: { body: Uint8Array } };
      request.body = Buffer.from(Buffer.from(request.body).toString().replace('Activity', 'Insights'));
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const get = new GetItemCommand({ TableName: 'Activity', Key: { customerId: { S: 'c' }, userId: { S: 'u' } } });
  expect(await rejectionOf(dynamoDb.send(get))).toMatchObject({ name: 'InvalidSignatureException' });
});

test.each([
  ['x-amz-target', 'DynamoDB_20120810.ListTables', '/', 'MissingAuthenticationTokenException'],
  ['x-amz-target', 'AmazonSQS.ListQueues', '/', 'MissingAuthenticationTokenException'],
  ['content-type', 'application/json', '/v2/email/outbound-emails', 'MissingAuthenticationTokenException'],
  ['content-type', 'text/plain', '/uploads/key?uploads', '<Code>AccessDenied</Code>'],
  ['authorization', 'Bearer x', '/uploads/key', '<Code>AuthorizationHeaderMalformed</Code>'],
  [
    'authorization',
    'AWS4-HMAC-SHA256 Credential=ASIA/20260101/eu-central-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
    '/',
    '<Code>InvalidAccessKeyId</Code>',
  ],
])('refuses a request whose %s is %s and that nobody signed', async (name, value, path, text) => {
  const response = await fetch(new URL(path, under.gate.url), {
    method: 'POST',
    headers: { [name]: value },
    body: '{}',
  });
  expect(response.ok).toBe(false);
  expect(`${response.headers.get('x-amzn-errortype')} ${await response.text()}`).toContain(text);
});
