import { expect, test } from 'vitest';
import type { PolicyStatement } from '../../../infra/local/gate/principal.ts';
import { createUses, grantsOf } from '../../../infra/local/gate/uses.ts';
import { readGrants } from '../../../infra/local/iam/grants.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/Licensing';
const OBJECTS = ['arn:aws:s3:::uploads/imports/*', 'arn:aws:s3:::uploads/replaced/*'];

const objects: PolicyStatement = { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: OBJECTS };
const items: PolicyStatement = {
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: TABLE,
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['customer#*', 'partner#*'] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
};

test('a statement grants each action on each resource, and in each partition that it names', () => {
  expect(grantsOf(objects)).toEqual(
    ['s3:GetObject', 's3:PutObject'].flatMap((action) => OBJECTS.map((resource) => ({ action, resource }))),
  );
  expect(grantsOf(items)).toEqual([
    { action: 'dynamodb:PutItem', resource: TABLE, partition: 'customer#*' },
    { action: 'dynamodb:PutItem', resource: TABLE, partition: 'partner#*' },
  ]);
  expect(grantsOf({ ...objects, Effect: 'Deny' })).toEqual([]);
});

/** What is used of both statements after calls of one function, as `action resource partition`. */
const usedAfter = (...calls: readonly (readonly [action: string, resource: string, partitions?: string[]])[]) => {
  const uses = createUses();
  const statements = [objects, items];
  for (const [action, resource, partitions] of calls)
    uses.record(
      { action, resource },
      partitions === undefined ? {} : { 'dynamodb:LeadingKeys': partitions },
      statements,
    );
  return readGrants(new Map([['import-file', statements]]), uses).flatMap(({ isUsed, action, resource, partition }) =>
    isUsed ? [[action, resource, ...(partition === undefined ? [] : [partition])]] : [],
  );
};

test('a call uses what lets it pass: the action, on the resource, in the partition', () => {
  expect(usedAfter()).toEqual([]);
  expect(usedAfter(['s3:GetObject', 'arn:aws:s3:::uploads/replaced/7'])).toEqual([['s3:GetObject', OBJECTS[1]]]);
  expect(usedAfter(['dynamodb:PutItem', TABLE, ['customer#contoso']])).toEqual([
    ['dynamodb:PutItem', TABLE, 'customer#*'],
  ]);
});

test('a call that a statement’s condition keeps out uses nothing of it', () => {
  expect(usedAfter(['dynamodb:PutItem', TABLE], ['dynamodb:PutItem', TABLE, ['customer#1', 'settings']])).toEqual([]);
});

test('what was used stays used, whatever comes after', () => {
  const calls = OBJECTS.map((resource) => ['s3:PutObject', resource.replace('*', 'x')] as const);
  expect(usedAfter(...calls, ...calls)).toEqual(OBJECTS.map((resource) => ['s3:PutObject', resource]));
});

test('every grant of every function is told, used or not', () => {
  const policies = new Map([
    ['import-file', [objects]],
    ['authorize', [items]],
  ]);
  expect(readGrants(policies, createUses()).map(({ functionName, isUsed }) => [functionName, isUsed])).toEqual([
    ...Array.from({ length: 4 }, () => ['import-file', false]),
    ...Array.from({ length: 2 }, () => ['authorize', false]),
  ]);
});
