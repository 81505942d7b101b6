import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GateRequest } from '../../../infra/local/gate/call.ts';
import { splitBatch } from '../../../infra/local/gate/dynamodb/batch.ts';
import { s3Call } from '../../../infra/local/gate/s3/s3-call.ts';
import { bareAddress, identityOf } from '../../../infra/local/gate/ses/ses-call.ts';

const request = (method: string, target: string, overrides: Partial<GateRequest> = {}): GateRequest => {
  const { pathname, searchParams } = new URL(target, 'http://local');
  const signal = new AbortController().signal;
  return { method, path: pathname, query: [...searchParams], headers: {}, body: Buffer.alloc(0), signal, ...overrides };
};

test.each([
  ['GET', '/b/k', 'GetObject', 's3:GetObject', 'b/k'],
  ['HEAD', '/b/k', 'HeadObject', 's3:GetObject', 'b/k'],
  ['PUT', '/b/a%20b/c', 'PutObject', 's3:PutObject', 'b/a b/c'],
  ['DELETE', '/b/k', 'DeleteObject', 's3:DeleteObject', 'b/k'],
  ['POST', '/b/k?uploads=', 'CreateMultipartUpload', 's3:PutObject', 'b/k'],
  ['PUT', '/b/k?partNumber=1&uploadId=u', 'UploadPart', 's3:PutObject', 'b/k'],
  ['POST', '/b/k?uploadId=u', 'CompleteMultipartUpload', 's3:PutObject', 'b/k'],
  ['DELETE', '/b/k?uploadId=u', 'AbortMultipartUpload', 's3:AbortMultipartUpload', 'b/k'],
  ['GET', '/b?list-type=2&prefix=x', 'ListObjectsV2', 's3:ListBucket', 'b'],
  ['HEAD', '/b/', 'HeadBucket', 's3:ListBucket', 'b'],
] as const)('reads %s %s as %s', (method, target, operation, action, resource) => {
  const call = s3Call(request(method, target));
  expect(call).toMatchObject({ operation, permissions: [{ action, resource: `arn:aws:s3:::${resource}` }] });
});

test('asks for the source of a copy and for each key of a batch deletion', () => {
  const copy = request('PUT', '/to/k', { headers: { 'x-amz-copy-source': '/from/a%20b' } });
  expect(s3Call(copy).permissions).toEqual([
    { action: 's3:PutObject', resource: 'arn:aws:s3:::to/k' },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::from/a b' },
  ]);
  const body = Buffer.from('<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key></Object></Delete>');
  expect(s3Call(request('POST', '/b?delete=', { body })).permissions.map(({ resource }) => resource)).toEqual([
    'arn:aws:s3:::b/a&b',
    'arn:aws:s3:::b/c',
  ]);
});

test('names the part of S3 that does not run locally', () => {
  expect(() => s3Call(request('PUT', '/b/k?acl='))).toThrow('PUT object ?acl');
  expect(() => s3Call(request('GET', '/b?versions='))).toThrow('GET bucket ?versions');
});

test('splits a batch so that nothing is lost, doubled or reordered', () => {
  const requests = fc.array(fc.integer(), { maxLength: 5 });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[A-Z]{1,3}$/), requests), (items) => {
      const { done, left } = splitBatch(items);
      const listOf = (half: object | undefined) =>
        Object.entries(half ?? {}).flatMap(([table, list]: [string, number[]]) => list.map((each) => [table, each]));
      const all = listOf(items);
      expect([...listOf(done), ...listOf(left)]).toEqual(all);
      expect(listOf(done)).toHaveLength(Math.floor(all.length / 2));
    }),
  );
});

test('finds the identity that an address sends by', () => {
  const verified = ['example.com', 'Me@other.example'];
  expect(identityOf(bareAddress('"A, B" <no-reply@Example.com>'), verified)).toBe('example.com');
  expect(identityOf('me@other.example', verified)).toBe('Me@other.example');
  expect(identityOf('you@other.example', verified)).toBeUndefined();
  expect(identityOf('x@sub.example.com', verified)).toBeUndefined();
});
