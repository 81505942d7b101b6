import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { startDynamoDb } from '../../../infra/local/embedded/dynamo-db.ts';
import { startS3AndSqs } from '../../../infra/local/embedded/s3-and-sqs.ts';
import { createTable } from '../../fixtures/create-table.ts';
import { region } from './gate-under-test.ts';

const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
const settingsFor = ({ url }: { url: URL }) => ({ endpoint: url.href, region, credentials });

const makeDirectory = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'seatpulse-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
};

test('keeps tables over a restart', async () => {
  const path = await makeDirectory();
  const item = { id: { S: 'c1' }, days: { N: '28' } };
  const first = await startDynamoDb({ path });
  const before = new DynamoDBClient(settingsFor(first));
  await createTable(before, {
    TableName: 'Customers',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  await before.send(new PutItemCommand({ TableName: 'Customers', Item: item }));
  await first.stop();

  const second = await startDynamoDb({ path });
  onTestFinished(second.stop);
  const after = new DynamoDBClient(settingsFor(second));
  const { Item } = await after.send(new GetItemCommand({ TableName: 'Customers', Key: { id: { S: 'c1' } } }));
  expect(Item).toEqual(item);
});

test('a call of DynamoDB that is under way when it stops is answered', async () => {
  const server = await startDynamoDb();
  const client = new DynamoDBClient(settingsFor(server));
  await createTable(client, {
    TableName: 'Customers',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  client.destroy();
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'x-amz-date': '20260302T100000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=0',
  };
  const asked = server.ask({ headers, body: JSON.stringify({ TableName: 'Customers', Item: { id: { S: 'c1' } } }) });
  await server.stop();
  expect(await asked).toMatchObject({ status: 200, body: '{}' });
});

test('keeps objects, queues and messages over a restart', async () => {
  const dataDir = await makeDirectory();
  const first = await startS3AndSqs({ dataDir });
  const s3 = new S3Client(settingsFor(first));
  await s3.send(new CreateBucketCommand({ Bucket: 'exports' }));
  const object = { Bucket: 'exports', Key: 'a/b c.csv' };
  await s3.send(new PutObjectCommand({ ...object, Body: 'a,b\n', ContentType: 'text/csv' }));
  const sqs = new SQSClient(settingsFor(first));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'runs' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  await first.stop();

  const second = await startS3AndSqs({ dataDir });
  onTestFinished(second.stop);
  const { Body, ContentType } = await new S3Client(settingsFor(second)).send(new GetObjectCommand(object));
  expect([await Body?.transformToString(), ContentType]).toEqual(['a,b\n', 'text/csv']);
  const { Messages } = await new SQSClient(settingsFor(second)).send(
    new ReceiveMessageCommand({ QueueUrl: new URL('/000000000000/runs', second.url).href }),
  );
  expect(Messages?.map((message) => message.Body)).toEqual(['hello']);
});
