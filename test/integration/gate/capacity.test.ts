import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GateUnderTest, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest({ metersCapacity: true });
  await under.createTable('Activity');
});
afterAll(() => under.stop());
beforeEach(() => under.gate.faults.clear());

const key = (userId: string) => ({ customerId: { S: 'c1' }, userId: { S: userId } });
/** An item of about so many KB; its keys take 18 bytes and the id, `text` another 4. */
const item = (userId: string, kilobytes = 0) => ({
  ...key(userId),
  text: { S: 'x'.repeat(Math.max(1, kilobytes * 1024 - 40)) },
});
const put = (userId: string, kilobytes?: number, more = {}) =>
  under.admin.dynamoDb.send(new PutItemCommand({ TableName: 'Activity', Item: item(userId, kilobytes), ...more }));

/** What is consumed by what is done, as `[operation, index or table, reads, writes]`. */
const consumedBy = async (work: () => Promise<unknown>) => {
  under.gate.consumed.clear();
  await work();
  return under.gate.consumed
    .readings()
    .map(({ operation, table, index = table, readUnits, writeUnits }) => [operation, index, readUnits, writeUnits]);
};

test('a put costs its kilobytes, of the table and of an index that holds all', async () => {
  expect(await consumedBy(() => put('new', 3))).toEqual([
    ['PutItem', 'Activity', 0, 3],
    ['PutItem', 'by-user', 0, 3],
  ]);
  // The larger of both counts.
  expect(await consumedBy(() => put('new', 1))).toEqual([
    ['PutItem', 'Activity', 0, 3],
    ['PutItem', 'by-user', 0, 3],
  ]);
  // What changes nothing is a write of the table alone.
  expect(await consumedBy(() => put('new', 1))).toEqual([['PutItem', 'Activity', 0, 1]]);
});

test('a write that its condition refuses costs what it would have, of the table', async () => {
  await put('kept', 2);
  const refused = (kilobytes: number) =>
    consumedBy(() => rejectionOf(put('kept', kilobytes, { ConditionExpression: 'attribute_not_exists(userId)' })));
  expect(await refused(1)).toEqual([['PutItem', 'Activity', 0, 2]]);
  expect(await refused(4)).toEqual([['PutItem', 'Activity', 0, 4]]);
  const absent = new DeleteItemCommand({
    TableName: 'Activity',
    Key: key('nobody'),
    ConditionExpression: 'attribute_exists(userId)',
  });
  expect(await consumedBy(() => rejectionOf(under.admin.dynamoDb.send(absent)))).toEqual([
    ['DeleteItem', 'Activity', 0, 1],
  ]);
});

test('an update and a deletion cost what was there', async () => {
  await put('changed', 2);
  const update = new UpdateItemCommand({
    TableName: 'Activity',
    Key: key('changed'),
    UpdateExpression: 'SET #text = :text',
    ExpressionAttributeNames: { '#text': 'text' },
    ExpressionAttributeValues: { ':text': { S: 'short' } },
  });
  expect(await consumedBy(() => under.admin.dynamoDb.send(update))).toEqual([
    ['UpdateItem', 'Activity', 0, 2],
    ['UpdateItem', 'by-user', 0, 2],
  ]);
  await put('changed', 5);
  const deletion = new DeleteItemCommand({ TableName: 'Activity', Key: key('changed') });
  expect(await consumedBy(() => under.admin.dynamoDb.send(deletion))).toEqual([
    ['DeleteItem', 'Activity', 0, 5],
    ['DeleteItem', 'by-user', 0, 5],
  ]);
});

test('a read costs 4 KB a unit, half if it may be late, and as much of nothing and of a part', async () => {
  await put('read', 5);
  const get = (userId: string, more = {}) =>
    consumedBy(() =>
      under.admin.dynamoDb.send(new GetItemCommand({ TableName: 'Activity', Key: key(userId), ...more })),
    );
  expect(await get('read', { ConsistentRead: true })).toEqual([['GetItem', 'Activity', 2, 0]]);
  expect(await get('read')).toEqual([['GetItem', 'Activity', 1, 0]]);
  expect(await get('nobody')).toEqual([['GetItem', 'Activity', 0.5, 0]]);
  expect(await get('read', { ProjectionExpression: 'userId' })).toEqual([['GetItem', 'Activity', 1, 0]]);
});

test('a batch of reads rounds each item by itself, and counts those that are missing', async () => {
  await put('small-1', 1);
  await put('small-2', 1);
  await put('large', 9);
  const Keys = ['small-1', 'small-2', 'large', 'missing'].map(key);
  const batch = (more = {}) =>
    consumedBy(() =>
      under.admin.dynamoDb.send(new BatchGetItemCommand({ RequestItems: { Activity: { Keys, ...more } } })),
    );
  expect(await batch({ ConsistentRead: true })).toEqual([['BatchGetItem', 'Activity', 1 + 1 + 3 + 1, 0]]);
  expect(await batch()).toEqual([['BatchGetItem', 'Activity', 3, 0]]);
  under.gate.faults.inject({ service: 'dynamodb', operation: 'BatchGetItem', times: 1, kind: 'unprocessed' });
  expect(await batch()).toEqual([['BatchGetItem', 'Activity', 1, 0]]); // two of them are left for another call
});

test('a batch of writes costs what each of them costs', async () => {
  await put('goes', 2);
  const batch = new BatchWriteItemCommand({
    RequestItems: {
      Activity: [{ PutRequest: { Item: item('comes', 3) } }, { DeleteRequest: { Key: key('goes') } }],
    },
  });
  expect(await consumedBy(() => under.admin.dynamoDb.send(batch))).toEqual([
    ['BatchWriteItem', 'Activity', 0, 5],
    ['BatchWriteItem', 'by-user', 0, 5],
  ]);
});

test('a page is added up before it is rounded, whatever of it is shown', async () => {
  const of = (userId: string) => ({ ...item(userId, 1), customerId: { S: 'c2' } });
  for (const userId of ['a', 'b', 'c', 'd', 'e'])
    await under.admin.dynamoDb.send(new PutItemCommand({ TableName: 'Activity', Item: of(userId) }));
  const query = (more = {}, values = {}) =>
    consumedBy(() =>
      under.admin.dynamoDb.send(
        new QueryCommand({
          TableName: 'Activity',
          KeyConditionExpression: 'customerId = :id',
          ExpressionAttributeValues: { ':id': { S: 'c2' }, ...values },
          ...more,
        }),
      ),
    );
  // Five items of somewhat less than 1 KB are less than 5 KB.
  expect(await query({ ConsistentRead: true })).toEqual([['Query', 'Activity', 2, 0]]);
  expect(await query()).toEqual([['Query', 'Activity', 1, 0]]);
  expect(await query({ Limit: 4 })).toEqual([['Query', 'Activity', 0.5, 0]]);
  expect(await query({ ProjectionExpression: 'userId' })).toEqual([['Query', 'Activity', 1, 0]]);
  expect(await query({ Select: 'COUNT' })).toEqual([['Query', 'Activity', 1, 0]]);
  const none = { FilterExpression: '#text = :none', ExpressionAttributeNames: { '#text': 'text' } };
  expect(await query(none, { ':none': { S: 'none' } })).toEqual([['Query', 'Activity', 1, 0]]);
  expect(await query({}, { ':id': { S: 'nobody' } })).toEqual([['Query', 'Activity', 0.5, 0]]);
  const byUser = { IndexName: 'by-user', KeyConditionExpression: 'userId = :id' };
  expect(await query(byUser, { ':id': { S: 'a' } })).toEqual([['Query', 'by-user', 0.5, 0]]);
  expect(
    await consumedBy(() => under.admin.dynamoDb.send(new ScanCommand({ TableName: 'Activity', Limit: 1 }))),
  ).toEqual([['Scan', 'Activity', 0.5, 0]]);
});

test('sums by caller, and leaves answers as they would be', async () => {
  const late = under.admit('late');
  await put('mine', 1);
  under.gate.consumed.clear();
  const get = new GetItemCommand({ TableName: 'Activity', Key: key('mine') });
  for (const who of [under.admin, under.admin, late])
    expect((await who.dynamoDb.send(get)).ConsumedCapacity).toBeUndefined();
  expect((await put('mine', 2)).Attributes).toBeUndefined();
  expect((await put('mine', 1, { ReturnValues: 'ALL_OLD' })).Attributes).toEqual(item('mine', 2));
  expect(
    under.gate.consumed.readings().map(({ caller, operation, index, calls }) => [caller, operation, index, calls]),
  ).toEqual([
    ['assumed-role/admin', 'GetItem', undefined, 2],
    ['assumed-role/late', 'GetItem', undefined, 1],
    ['assumed-role/admin', 'PutItem', undefined, 2],
    ['assumed-role/admin', 'PutItem', 'by-user', 2],
  ]);
});

test('tells a caller who asks what was consumed', async () => {
  expect((await put('asked', 2, { ReturnConsumedCapacity: 'TOTAL' })).ConsumedCapacity).toEqual({
    TableName: 'Activity',
    CapacityUnits: 4,
  });
  expect((await put('asked', 1, { ReturnConsumedCapacity: 'INDEXES' })).ConsumedCapacity).toEqual({
    TableName: 'Activity',
    CapacityUnits: 4,
    Table: { CapacityUnits: 2 },
    GlobalSecondaryIndexes: { 'by-user': { CapacityUnits: 2 } },
  });
});
