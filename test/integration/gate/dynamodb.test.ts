import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  await Promise.all([under.createTable('Activity'), under.createTable('Licensing')]);
});
afterAll(() => under.stop());
beforeEach(() => {
  under.gate.faults.clear();
  under.clock.set(new Date());
});

const tableArn = `arn:aws:dynamodb:${region}:${account}:table/Activity`;
const key = (userId: string) => ({ customerId: { S: 'c1' }, userId: { S: userId } });
const put = (userId: string, more = {}) =>
  new PutItemCommand({ TableName: 'Activity', Item: { ...key(userId), ...more } });

test('passes on what it allows', async () => {
  await under.admin.dynamoDb.send(put('plain', { revision: { S: 'r1' } }));
  const { Item } = await under.admin.dynamoDb.send(new GetItemCommand({ TableName: 'Activity', Key: key('plain') }));
  expect(Item).toEqual({ ...key('plain'), revision: { S: 'r1' } });
});

test('refuses half a surrogate pair, and only that', async () => {
  const named = (name: string) => under.admin.dynamoDb.send(put('text', { name: { S: name } }));
  for (const half of ['\ud800', 'a\udc00b', '\udc00\ud800', '\\\ud83d'])
    await expect(named(half)).rejects.toMatchObject({ name: 'SerializationException' });
  for (const text of ['\ud83d\ude00', '\\ud800', 'a\\\\ud800', '\u0000'])
    await expect(named(text)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
});

test.each([
  ['PutItem', new PutItemCommand({ TableName: 'Activity', Item: key('x') })],
  ['UpdateItem', new UpdateItemCommand({ TableName: 'Activity', Key: key('x') })],
  ['DeleteItem', new DeleteItemCommand({ TableName: 'Activity', Key: key('x') })],
] as const)('returns the item that failed the condition of %s', async (_name, { input }) => {
  await under.admin.dynamoDb.send(put('x', { revision: { S: 'r1' } }));
  const condition = {
    ConditionExpression: 'attribute_not_exists(userId)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
  const send = () => {
    if ('Item' in input) return under.admin.dynamoDb.send(new PutItemCommand({ ...input, ...condition }));
    return _name === 'UpdateItem'
      ? under.admin.dynamoDb.send(new UpdateItemCommand({ ...input, ...condition }))
      : under.admin.dynamoDb.send(new DeleteItemCommand({ ...input, ...condition }));
  };
  const error = await rejectionOf(send());
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ Item: { ...key('x'), revision: { S: 'r1' } } });
});

test('returns no item where the condition failed for want of one', async () => {
  const error = await rejectionOf(
    under.admin.dynamoDb.send(
      new PutItemCommand({
        TableName: 'Activity',
        Item: key('absent'),
        ConditionExpression: 'attribute_exists(userId)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error).toMatchObject({ Item: undefined });
});

test('runs a hook between a read and the write that follows, once', async () => {
  await under.admin.dynamoDb.send(put('raced', { revision: { S: 'r1' } }));
  under.gate.faults.before({ service: 'dynamodb', operation: 'UpdateItem', table: 'Activity' }, async () => {
    await under.admin.dynamoDb.send(new DeleteItemCommand({ TableName: 'Activity', Key: key('raced') }));
  });
  const update = new UpdateItemCommand({
    TableName: 'Activity',
    Key: key('raced'),
    UpdateExpression: 'SET revision = :new',
    ConditionExpression: 'revision = :old',
    ExpressionAttributeValues: { ':new': { S: 'r2' }, ':old': { S: 'r1' } },
  });
  expect(await rejectionOf(under.admin.dynamoDb.send(update))).toBeInstanceOf(ConditionalCheckFailedException);
  await under.admin.dynamoDb.send(put('raced', { revision: { S: 'r1' } }));
  await expect(under.admin.dynamoDb.send(update)).resolves.toBeDefined();
});

test('fails as many calls as a fault says, on its table only', async () => {
  under.gate.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Activity',
    times: 2,
    kind: 'throttle',
  });
  const elsewhere = new PutItemCommand({ TableName: 'Licensing', Item: key('x') });
  await expect(under.admin.dynamoDb.send(elsewhere)).resolves.toBeDefined();
  const throttled = ProvisionedThroughputExceededException;
  expect(await rejectionOf(under.admin.dynamoDb.send(put('f')))).toBeInstanceOf(throttled);
  expect(await rejectionOf(under.admin.dynamoDb.send(put('f')))).toBeInstanceOf(throttled);
  await expect(under.admin.dynamoDb.send(put('f'))).resolves.toBeDefined();
});

test('cuts the connection for a reset and answers with a custom error', async () => {
  const fault = { service: 'dynamodb', operation: 'GetItem', times: 1 } as const;
  const get = new GetItemCommand({ TableName: 'Activity', Key: key('x') });
  under.gate.faults.inject({ ...fault, kind: 'reset' });
  expect(await rejectionOf(under.admin.dynamoDb.send(get))).toMatchObject({ code: 'ECONNRESET' });
  under.gate.faults.inject({ ...fault, kind: { status: 400, code: 'RequestLimitExceeded', message: 'slow down' } });
  expect(await rejectionOf(under.admin.dynamoDb.send(get))).toMatchObject({
    name: 'RequestLimitExceeded',
    message: 'slow down',
  });
});

test('leaves half of a batch write unprocessed', async () => {
  under.gate.faults.inject({ service: 'dynamodb', operation: 'BatchWriteItem', times: 1, kind: 'unprocessed' });
  const requests = ['b1', 'b2', 'b3'].map((userId) => ({ PutRequest: { Item: key(userId) } }));
  const { UnprocessedItems } = await under.admin.dynamoDb.send(
    new BatchWriteItemCommand({ RequestItems: { Activity: requests } }),
  );
  expect(UnprocessedItems).toEqual({ Activity: requests.slice(1) });
  const { Item } = await under.admin.dynamoDb.send(new GetItemCommand({ TableName: 'Activity', Key: key('b1') }));
  expect(Item).toEqual(key('b1'));
});

test('leaves half of a batch read unprocessed, with the options of its table', async () => {
  await under.admin.dynamoDb.send(put('r1'));
  under.gate.faults.inject({ service: 'dynamodb', operation: 'BatchGetItem', times: 1, kind: 'unprocessed' });
  const { Responses, UnprocessedKeys } = await under.admin.dynamoDb.send(
    new BatchGetItemCommand({ RequestItems: { Activity: { Keys: [key('r1'), key('r2')], ConsistentRead: true } } }),
  );
  expect(Responses).toEqual({ Activity: [key('r1')] });
  expect(UnprocessedKeys).toEqual({ Activity: { Keys: [key('r2')], ConsistentRead: true } });
});

test('shows expired items until they are swept, and keeps those that live on', async () => {
  await under.createTable('Expiring');
  under.ttlAttributes.set('Expiring', 'expiresAt');
  const now = Math.floor(under.clock.now().getTime() / 1000);
  const item = (userId: string, expiresAt: AttributeValue) => ({ ...key(userId), expiresAt });
  const items = [
    item('expired', { N: String(now) }),
    item('living', { N: String(now + 3600) }),
    item('text', { S: '1' }),
    item('ancient', { N: String(now - 6 * 365 * 86_400) }),
  ];
  await under.admin.dynamoDb.send(
    new BatchWriteItemCommand({ RequestItems: { Expiring: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );
  const scan = async (client = under.admin.dynamoDb) => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: 'Expiring' }));
    return Items.map(({ userId }) => userId?.S ?? '').toSorted((left, right) => left.localeCompare(right));
  };
  expect(await scan()).toEqual(['ancient', 'expired', 'living', 'text']);
  expect(await under.gate.sweepExpired()).toBe(1);
  expect(await scan()).toEqual(['ancient', 'living', 'text']);
  under.clock.set(new Date((now + 3601) * 1000));
  expect(await under.gate.sweepExpired()).toBe(1);
  expect(await scan(under.admit('later').dynamoDb)).toEqual(['ancient', 'text']);
});

test('names principal, action and resource when it denies, and records it', async () => {
  const { dynamoDb } = under.admit('reader', {
    statements: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: tableArn }],
  });
  const error = await rejectionOf(dynamoDb.send(put('denied')));
  expect(error).toMatchObject({
    name: 'AccessDeniedException',
    message: `User: arn:aws:sts::${account}:assumed-role/reader is not authorized to perform: dynamodb:PutItem on resource: ${tableArn} because no identity-based policy allows the action`,
  });
  expect(under.gate.refused.at(-1)).toEqual({
    principal: 'assumed-role/reader',
    action: 'dynamodb:PutItem',
    resource: tableArn,
    reason: 'not-allowed',
  });
});

test('asks for the permission on the index that is queried and on every table of a batch', async () => {
  const { dynamoDb } = under.admit('indexed', {
    statements: [
      { Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${tableArn}/index/by-user` },
      { Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: tableArn },
    ],
  });
  const query = (IndexName?: string) =>
    new QueryCommand({
      TableName: 'Activity',
      ...(IndexName && { IndexName }),
      KeyConditionExpression: IndexName ? 'userId = :id' : 'customerId = :id',
      ExpressionAttributeValues: { ':id': { S: 'x' } },
    });
  await expect(dynamoDb.send(query('by-user'))).resolves.toBeDefined();
  expect(await rejectionOf(dynamoDb.send(query()))).toMatchObject({ name: 'AccessDeniedException' });
  const batch = (...tables: string[]) =>
    new BatchGetItemCommand({ RequestItems: Object.fromEntries(tables.map((table) => [table, { Keys: [key('x')] }])) });
  await expect(dynamoDb.send(batch('Activity'))).resolves.toBeDefined();
  expect((await rejectionOf(dynamoDb.send(batch('Activity', 'Licensing')))).message).toContain('table/Licensing');
});

test('refuses a call that is made after the handler has returned', async () => {
  let running = true;
  const { dynamoDb } = under.admit('forgetful', { mayCallNow: () => running });
  await expect(dynamoDb.send(put('while'))).resolves.toBeDefined();
  running = false;
  const error = await rejectionOf(dynamoDb.send(put('after')));
  expect(error.message).toContain('after its handler had returned');
  expect(under.gate.refused.at(-1)).toMatchObject({ principal: 'assumed-role/forgetful', reason: 'after-return' });
  expect(under.lines.at(-1)).toContain('assumed-role/forgetful');
});

test('lets a principal write only the partitions that its policy names', async () => {
  const Condition = {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['customer#*'] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  };
  const Action = ['dynamodb:PutItem', 'dynamodb:BatchWriteItem', 'dynamodb:Scan'];
  const { dynamoDb } = under.admit('writer', {
    statements: [{ Effect: 'Allow', Action, Resource: tableArn, Condition }],
  });
  const of = (customerId: string) => ({ customerId: { S: customerId }, userId: { S: 'profile' } });
  await dynamoDb.send(new PutItemCommand({ TableName: 'Activity', Item: of('customer#1') }));
  const batch = (...ids: string[]) =>
    new BatchWriteItemCommand({ RequestItems: { Activity: ids.map((id) => ({ PutRequest: { Item: of(id) } })) } });
  await dynamoDb.send(batch('customer#2', 'customer#3'));

  const others = [
    dynamoDb.send(new PutItemCommand({ TableName: 'Activity', Item: of('access#1') })),
    dynamoDb.send(batch('customer#4', 'access#1')),
    dynamoDb.send(new ScanCommand({ TableName: 'Activity' })),
  ];
  for (const refused of others) expect(await rejectionOf(refused)).toMatchObject({ name: 'AccessDeniedException' });
  const { Items = [] } = await under.admin.dynamoDb.send(new ScanCommand({ TableName: 'Activity' }));
  expect(
    Items.map((one) => String(one.customerId?.S))
      .filter((id) => id.includes('#'))
      .sort(),
  ).toEqual(['customer#1', 'customer#2', 'customer#3']);
});
