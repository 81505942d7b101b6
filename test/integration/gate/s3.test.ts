import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GateUnderTest, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  for (const name of ['uploads', 'exports']) {
    under.buckets.set(name, { cors: [], policy: [], eventBridge: name === 'uploads' });
    await under.admin.s3.send(new CreateBucketCommand({ Bucket: name }));
  }
});
afterAll(() => under.stop());
beforeEach(() => {
  under.created.length = 0;
});

const put = (Key: string, Body: string | Uint8Array | Readable, more = {}) =>
  under.admin.s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body, ...more }));
const textAt = async (Key: string, Bucket = 'uploads') => {
  const { Body } = await under.admin.s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};
const mebibyte = 1024 * 1024;

test('stores text, and a stream that the SDK sends in chunks with a trailing checksum', async () => {
  await put('text', 'hello', { ContentType: 'text/plain', ContentEncoding: 'identity' });
  await put('stream', Readable.from([Buffer.from('hel'), Buffer.from('lo')]), {
    ContentLength: 5,
    ContentEncoding: 'gzip',
  });
  expect(await textAt('text')).toBe('hello');
  expect(await textAt('stream')).toBe('hello');
  const { ContentEncoding } = await under.admin.s3.send(new HeadObjectCommand({ Bucket: 'uploads', Key: 'stream' }));
  expect(ContentEncoding).toBe('gzip');
});

test('stores keys with the characters that paths encode, and empty objects', async () => {
  for (const key of ['a b/c+d&e=ü(1)!.csv', "it's*/x%2Fy", 'empty']) {
    await put(key, key === 'empty' ? '' : key);
    expect(await textAt(key)).toBe(key === 'empty' ? '' : key);
  }
});

test('refuses a checksum that is not the body`s', async () => {
  expect(await rejectionOf(put('bad', 'hello', { ChecksumCRC32: 'AAAAAA==' }))).toMatchObject({ name: 'BadDigest' });
});

test('puts together an upload in parts, and tells of the whole object', async () => {
  const { UploadId } = await under.admin.s3.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: 'parts' }));
  const upload = { Bucket: 'uploads', Key: 'parts', UploadId };
  const parts = [];
  for (const [index, size] of [5 * mebibyte, 3].entries()) {
    const PartNumber = index + 1;
    const Body = Readable.from([Buffer.alloc(size, 'x')]);
    const { ETag } = await under.admin.s3.send(
      new UploadPartCommand({ ...upload, PartNumber, Body, ContentLength: size }),
    );
    parts.push({ PartNumber, ETag });
  }
  const { ETag } = await under.admin.s3.send(
    new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }),
  );
  expect(under.created).toEqual([
    {
      bucket: 'uploads',
      key: 'parts',
      size: 5 * mebibyte + 3,
      etag: ETag?.replaceAll('"', ''),
      reason: 'CompleteMultipartUpload',
    },
  ]);
});

test('refuses to complete an upload with a part that is too small and is not the last', async () => {
  const { UploadId } = await under.admin.s3.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: 'small' }));
  const upload = { Bucket: 'uploads', Key: 'small', UploadId };
  const parts = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await under.admin.s3.send(new UploadPartCommand({ ...upload, PartNumber, Body: 'tiny' }));
    parts.push({ PartNumber, ETag });
  }
  const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } });
  expect(await rejectionOf(under.admin.s3.send(complete))).toMatchObject({ name: 'EntityTooSmall' });
  expect(under.created).toEqual([]);
});

test('tells of puts and copies into a bucket with EventBridge, and of none into another', async () => {
  await put('first', 'hello');
  await under.admin.s3.send(new CopyObjectCommand({ Bucket: 'uploads', Key: 'copy', CopySource: 'uploads/first' }));
  await under.admin.s3.send(new CopyObjectCommand({ Bucket: 'exports', Key: 'copy', CopySource: 'uploads/first' }));
  const etag = '5d41402abc4b2a76b9719d911017c592';
  expect(under.created).toEqual([
    { bucket: 'uploads', key: 'first', size: 5, etag, reason: 'PutObject' },
    { bucket: 'uploads', key: 'copy', size: 5, etag, reason: 'CopyObject' },
  ]);
});

test('lets exactly one of many writers create an object with If-None-Match', async () => {
  const attempts = Array.from({ length: 8 }, (_, index) => put('once', `writer ${index}`, { IfNoneMatch: '*' }));
  const results = await Promise.allSettled(attempts);
  const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
  expect(lost).toEqual(Array.from({ length: 7 }, () => 'PreconditionFailed'));
});

test('replaces an object only while it is the one that If-Match names', async () => {
  const { ETag } = await put('pointer', 'one');
  await put('pointer', 'two', { IfMatch: ETag });
  expect(await rejectionOf(put('pointer', 'three', { IfMatch: ETag }))).toMatchObject({ name: 'PreconditionFailed' });
  expect(await rejectionOf(put('nothing', 'one', { IfMatch: ETag }))).toMatchObject({ name: 'NoSuchKey' });
  expect(await textAt('pointer')).toBe('two');
});

test('completes an upload on condition that nothing is there', async () => {
  await put('taken', 'x');
  const { UploadId } = await under.admin.s3.send(new CreateMultipartUploadCommand({ Bucket: 'uploads', Key: 'taken' }));
  const upload = { Bucket: 'uploads', Key: 'taken', UploadId };
  const { ETag } = await under.admin.s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'y' }));
  const complete = new CompleteMultipartUploadCommand({
    ...upload,
    MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
    IfNoneMatch: '*',
  });
  expect(await rejectionOf(under.admin.s3.send(complete))).toMatchObject({ name: 'PreconditionFailed' });
});

test('answers ranges and conditional reads', async () => {
  const { ETag } = await put('range', '0123456789');
  const get = (more: object) => under.admin.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'range', ...more }));
  const { Body, ContentRange } = await get({ Range: 'bytes=2-4' });
  expect([await Body?.transformToString(), ContentRange]).toEqual(['234', 'bytes 2-4/10']);
  expect(await rejectionOf(get({ IfNoneMatch: ETag }))).toMatchObject({ $metadata: { httpStatusCode: 304 } });
});

test('lists and deletes', async () => {
  await put('list/1', 'x');
  await put('list/2', 'x');
  const list = () => under.admin.s3.send(new ListObjectsV2Command({ Bucket: 'uploads', Prefix: 'list/' }));
  expect((await list()).Contents?.map(({ Key }) => Key)).toEqual(['list/1', 'list/2']);
  const Delete = { Objects: [{ Key: 'list/1' }, { Key: 'list/2' }] };
  await under.admin.s3.send(new DeleteObjectsCommand({ Bucket: 'uploads', Delete }));
  expect((await list()).KeyCount).toBe(0);
});

test('serves 40 MB whole', async () => {
  await put('large', Buffer.alloc(40 * mebibyte, 'a'));
  const { Body } = await under.admin.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'large' }));
  let bytes = 0;
  for await (const chunk of Body as AsyncIterable<Uint8Array>) bytes += chunk.length;
  expect(bytes).toBe(40 * mebibyte);
});

test('denies by action and object, and by an explicit deny of the bucket`s policy', async () => {
  const { s3 } = under.admit('writer', {
    statements: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::uploads/in/*' }],
  });
  const write = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: 'x' }));
  await expect(write('in/1')).resolves.toBeDefined();
  expect(await rejectionOf(write('out/1'))).toMatchObject({ name: 'AccessDenied' });
  expect(await rejectionOf(s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'in/1' })))).toMatchObject({
    name: 'AccessDenied',
    message: expect.stringContaining('s3:GetObject on resource: arn:aws:s3:::uploads/in/1'),
  });
  const resources = ['arn:aws:s3:::uploads', 'arn:aws:s3:::uploads/*'];
  const noPlainText = { 'aws:SecureTransport': 'false' };
  under.buckets.set('uploads', {
    cors: [],
    eventBridge: true,
    policy: [
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: resources,
        Condition: { Bool: noPlainText },
      },
      { Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:Put*', Resource: 'arn:aws:s3:::uploads/in/locked*' },
    ],
  });
  await expect(write('in/2')).resolves.toBeDefined();
  expect((await rejectionOf(write('in/locked1'))).message).toContain('with an explicit deny');
});

test('hides a missing key from whoever may not list the bucket', async () => {
  const getObject = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::exports/*' } as const;
  const list = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::exports' } as const;
  const read = (statements: (typeof getObject | typeof list)[]) =>
    under.admit('reader', { statements }).s3.send(new GetObjectCommand({ Bucket: 'exports', Key: 'missing' }));
  expect(await rejectionOf(read([getObject]))).toMatchObject({ name: 'AccessDenied' });
  expect(await rejectionOf(read([getObject, list]))).toMatchObject({ name: 'NoSuchKey' });
});
