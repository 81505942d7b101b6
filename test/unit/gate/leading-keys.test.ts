import { expect, test } from 'vitest';
import { leadingKeysIn } from '../../../infra/local/gate/dynamodb/leading-keys.ts';
import { checkStatements, decide } from '../../../infra/local/gate/iam.ts';
import type { PolicyStatement } from '../../../infra/local/gate/principal.ts';

const KEYS: Readonly<Record<string, string>> = {
  Licensing: 'owner',
  'Licensing/directory': 'shard',
  Activity: 'userId',
};
const keysIn = (operation: string, body: Record<string, unknown>): unknown =>
  leadingKeysIn(operation, body, (table, index) => KEYS[index === undefined ? table : `${table}/${index}`])[
    'dynamodb:LeadingKeys'
  ];
const item = (owner: string) => ({ owner: { S: owner }, record: { S: 'profile' } });

test.each([
  ['PutItem', { TableName: 'Licensing', Item: item('customer#1') }, ['customer#1']],
  ['UpdateItem', { TableName: 'Licensing', Key: item('customer#1') }, ['customer#1']],
  ['DeleteItem', { TableName: 'Licensing', Key: item('partner#1') }, ['partner#1']],
  ['GetItem', { TableName: 'Activity', Key: { userId: { N: '7' } } }, ['7']],
  [
    'BatchGetItem',
    {
      RequestItems: {
        Licensing: { Keys: [item('a'), item('b'), item('a')] },
        Activity: { Keys: [{ userId: { S: 'c' } }] },
      },
    },
    ['a', 'b', 'c'],
  ],
  [
    'BatchWriteItem',
    { RequestItems: { Licensing: [{ PutRequest: { Item: item('a') } }, { DeleteRequest: { Key: item('b') } }] } },
    ['a', 'b'],
  ],
] as const)('%s carries the partition key of every item it names, each once', (operation, body, keys) => {
  expect(keysIn(operation, body)).toEqual(keys);
});

test('a query carries the one partition that it asks for, of the table or of the index', () => {
  const ofTable = {
    TableName: 'Licensing',
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :record)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': { S: 'partner#1' }, ':record': { S: 'customer#' } },
  };
  expect(keysIn('Query', ofTable)).toEqual(['partner#1']);
  const ofIndex = {
    TableName: 'Licensing',
    IndexName: 'directory',
    KeyConditionExpression: 'listed = :listed and shard=:shard',
    ExpressionAttributeValues: { ':shard': { S: 'customer#00' }, ':listed': { S: 'acme' } },
  };
  expect(keysIn('Query', ofIndex)).toEqual(['customer#00']);
});

test('what names no item carries no keys: a scan, a table that nobody knows, a put of no item', () => {
  expect(keysIn('Scan', { TableName: 'Licensing' })).toBeUndefined();
  expect(keysIn('PutItem', { TableName: 'Unknown', Item: item('a') })).toBeUndefined();
  expect(keysIn('PutItem', { TableName: 'Licensing' })).toBeUndefined();
});

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Licensing';
const decided = (Condition: PolicyStatement['Condition'], keys: readonly string[] | undefined) => {
  const statement = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table } as const;
  const statements = [Condition ? { ...statement, Condition } : statement];
  checkStatements(statements);
  const carried = keys === undefined ? {} : { 'dynamodb:LeadingKeys': keys };
  return decide({ action: 'dynamodb:PutItem', resource: table }, carried, statements, [], {}) === 'allowed';
};

const all = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['customer#*', 'catalogue'] } };
const any = { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': 'customer#*' } };
const present = { Null: { 'dynamodb:LeadingKeys': 'false' } };

test.each([
  ['one that matches', ['customer#1'], true],
  ['one that is named as it is', ['catalogue'], true],
  ['one that does not match', ['access#customer#1'], false],
  ['several that match', ['customer#1', 'customer#2'], true],
  ['several of which one does not match', ['customer#1', 'access#1'], false],
])('a grant on leading keys holds for all keys of the call: %s', (_, keys, holds) => {
  expect(decided(all, keys)).toBe(holds);
});

test('without any key ForAllValues holds, as in IAM, and the check for its presence does not', () => {
  expect(decided(all, undefined)).toBe(true);
  expect(decided({ ...all, ...present }, undefined)).toBe(false);
  expect(decided({ ...all, ...present }, ['customer#1'])).toBe(true);
  expect(decided({ Null: { 'dynamodb:LeadingKeys': 'true' } }, undefined)).toBe(true);
});

test('ForAnyValue asks for one key that matches, and so for a key', () => {
  expect(decided(any, ['access#1', 'customer#1'])).toBe(true);
  expect(decided(any, ['access#1'])).toBe(false);
  expect(decided(any, undefined)).toBe(false);
});

test('a negated operator holds for all values only if none matches', () => {
  const none = { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['access#*', 'partner#*'] } };
  expect(decided(none, ['customer#1', 'catalogue'])).toBe(true);
  expect(decided(none, ['customer#1', 'partner#1'])).toBe(false);
});

test('a policy that does not say what holds of several keys is not understood, nor one that says it of a single value', () => {
  expect(() => decided({ StringLike: { 'dynamodb:LeadingKeys': 'customer#*' } }, [])).toThrow('dynamodb:LeadingKeys');
  expect(() => decided({ 'ForAllValues:StringLike': { 's3:prefix': 'a' } }, [])).toThrow('s3:prefix');
});
