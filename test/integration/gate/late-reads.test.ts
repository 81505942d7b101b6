import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDynamoDb } from '../../../infra/local/embedded/dynamo-db.ts';
import { createLateReads } from '../../../infra/local/gate/dynamodb/late-reads.ts';
import { createDynamoDbStore } from '../../../infra/local/gate/dynamodb/store.ts';
import { type GateUnderTest, startGateUnderTest } from './gate-under-test.ts';

const TABLE = 'Activity';
let under: GateUnderTest;
let late: ReturnType<GateUnderTest['admit']>['dynamoDb'];
beforeAll(async () => {
  under = await startGateUnderTest();
  await under.createTable(TABLE);
  late = under.admit('late').dynamoDb;
});
afterAll(() => under.stop());

const key = (userId: string) => ({ customerId: { S: 'c1' }, userId: { S: userId } });
const put = async (userId: string, version: string, more = {}): Promise<void> => {
  const Item = { ...key(userId), version: { S: version } };
  await under.admin.dynamoDb.send(new PutItemCommand({ TableName: TABLE, Item, ...more }));
};
const versionOf = (item: Record<string, AttributeValue> | undefined) => item?.version?.S;
const got = async (userId: string, ConsistentRead = false) => {
  const { Item } = await late.send(new GetItemCommand({ TableName: TABLE, Key: key(userId), ConsistentRead }));
  return versionOf(Item);
};
const queried = async (IndexName?: string, user = 'q') => {
  const { Items = [], Count } = await late.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName,
      KeyConditionExpression: IndexName ? 'userId = :user' : 'customerId = :customer AND begins_with(userId, :user)',
      ExpressionAttributeValues: { ':user': { S: user }, ...(IndexName ? {} : { ':customer': { S: 'c1' } }) },
    }),
  );
  expect(Count).toBe(Items.length);
  return Items.map(versionOf);
};

test('a write is seen at once by a consistent read and by those who do not read late, and at second sight by the rest', async () => {
  await put('g', 'one');
  expect([await got('g', true), await got('g'), await got('g')]).toEqual(['one', undefined, 'one']);
  await put('g', 'two');
  const update = { UpdateExpression: 'SET version = :next', ExpressionAttributeValues: { ':next': { S: 'three' } } };
  await under.admin.dynamoDb.send(new UpdateItemCommand({ TableName: TABLE, Key: key('g'), ...update }));
  expect([await got('g', true), await got('g'), await got('g')]).toEqual(['three', 'two', 'three']);
  const { Attributes } = await late.send(new DeleteItemCommand({ TableName: TABLE, Key: key('g') }));
  expect(Attributes).toBeUndefined();
  expect([await got('g', true), await got('g'), await got('g')]).toEqual([undefined, 'three', undefined]);
});

test('a batch sees each item late, and none of a table that it reads consistently', async () => {
  const batch = async (ConsistentRead: boolean) => {
    const Keys = ['b1', 'b2', 'b3'].map(key);
    const { Responses } = await late.send(
      new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys, ConsistentRead } } }),
    );
    return (Responses?.[TABLE] ?? []).map((item) => versionOf(item) ?? '').toSorted((a, b) => a.localeCompare(b));
  };
  await put('b1', 'one');
  await put('b2', 'two');
  await got('b1');
  await put('b1', 'three');
  expect(await batch(true)).toEqual(['three', 'two']);
  expect(await batch(false)).toEqual(['one']);
  expect(await batch(false)).toEqual(['three', 'two']);
});

test('a query and an index show items as they were, and none that was not', async () => {
  await put('q1', 'one');
  expect(await queried()).toEqual([]);
  expect(await queried()).toEqual(['one']);
  await put('q1', 'two');
  expect(await queried('by-user', 'q1')).toEqual(['one']);
  expect(await queried('by-user', 'q1')).toEqual(['two']);
});

test('a write that asks for what it replaced is told', async () => {
  await put('old', 'one');
  const Item = { ...key('old'), version: { S: 'two' } };
  const answer = await late.send(new PutItemCommand({ TableName: TABLE, Item, ReturnValues: 'ALL_OLD' }));
  expect(versionOf(answer.Attributes)).toBe('one');
});

test('a write is seen by all once a second has passed', async () => {
  const server = await startDynamoDb();
  let milliseconds = 0;
  const store = createDynamoDbStore(server.ask);
  await store('CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  await expect
    .poll(
      async () =>
        ((await store('DescribeTable', { TableName: TABLE })).body.Table as { TableStatus: string }).TableStatus,
    )
    .toBe('ACTIVE');
  const reads = createLateReads(store, () => milliseconds);
  const Item = { id: { S: 'x' } };
  const read = () => reads.answered('GetItem', { TableName: TABLE, Key: Item }, { Item });
  for (const [after, seen] of [
    [1000, {}],
    [1001, { Item }],
  ] as const) {
    await reads.answered('PutItem', { TableName: TABLE, Item }, {});
    milliseconds += after;
    expect(await read()).toEqual(seen);
  }
  await server.stop();
});
