import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GateUnderTest, region, startGateUnderTest, xmlText } from './gate-under-test.ts';

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
  const cors = [
    {
      AllowedOrigins: ['https://*.seatpulse.example'],
      AllowedMethods: ['POST', 'GET'],
      AllowedHeaders: ['content-*'],
      ExposedHeaders: ['ETag'],
      MaxAge: 600,
    },
  ];
  under.buckets.set('uploads', { cors, policy: [], eventBridge: true });
  await under.admin.s3.send(new CreateBucketCommand({ Bucket: 'uploads' }));
  await under.admin.s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'report', Body: 'a,b\n' }));
});
afterAll(() => under.stop());
beforeEach(() => {
  under.clock.set(new Date());
  under.created.length = 0;
});

const advance = (seconds: number) => under.clock.set(new Date(under.clock.now().getTime() + seconds * 1000));
const report = { Bucket: 'uploads', Key: 'report' };
const fail = async (response: Response) => {
  const xml = await response.text();
  return { status: response.status, code: xmlText(xml, 'Code'), message: xmlText(xml, 'Message') };
};

test('serves a presigned URL with the headers that it asks for', async () => {
  const ask = async (ResponseContentDisposition: string) => {
    const ResponseContentType = 'text/csv; charset=utf-8';
    const command = new GetObjectCommand({ ...report, ResponseContentDisposition, ResponseContentType });
    return fetch(await getSignedUrl(under.admin.s3, command, { expiresIn: 300 }));
  };
  const disposition = `attachment; filename="usage.csv"; filename*=UTF-8''usage%20%C3%BC.csv`;
  const response = await ask(disposition);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(disposition);
  expect(await response.text()).toBe('a,b\n');
  expect(await fail(await ask('attachment; filename="ü.csv"'))).toMatchObject({ status: 400, code: 'InvalidArgument' });
});

test('serves a presigned HEAD, and no GET by it', async () => {
  const url = await getSignedUrl(under.admin.s3, new HeadObjectCommand(report), { expiresIn: 300 });
  const response = await fetch(url, { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length')]).toEqual([200, '4']);
  expect(await fail(await fetch(url))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
});

test('refuses an altered, an expired and an unsigned URL', async () => {
  const url = await getSignedUrl(under.admin.s3, new GetObjectCommand(report), { expiresIn: 300 });
  const altered = url.replace('/report', '/other');
  expect(await fail(await fetch(altered))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  const extended = url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000');
  expect(await fail(await fetch(extended))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  const unsigned = new URL('/uploads/report', under.gate.url);
  expect(await fail(await fetch(unsigned))).toMatchObject({ status: 403, code: 'AccessDenied' });
  advance(240);
  expect((await fetch(url)).status).toBe(200);
  advance(120);
  expect(await fail(await fetch(url))).toEqual({ status: 403, code: 'AccessDenied', message: 'Request has expired' });
});

test('lets a URL outlive the handler that signed it, and end with its credentials and with its permission', async () => {
  const { s3, principal } = under.admit('download', {
    mayCallNow: () => false,
    statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::uploads/report' }],
  });
  const url = await getSignedUrl(s3, new GetObjectCommand(report), { expiresIn: 300 });
  expect((await fetch(url)).status).toBe(200);
  const other = await getSignedUrl(s3, new GetObjectCommand({ ...report, Key: 'secret' }), { expiresIn: 300 });
  expect(await fail(await fetch(other))).toMatchObject({ status: 403, code: 'AccessDenied' });
  under.gate.dismiss(principal.credentials.accessKeyId);
  expect(await fail(await fetch(url))).toMatchObject({ status: 400, code: 'ExpiredToken' });
});

test('refuses a presigned PUT whose baked-in checksum is of another body', async () => {
  const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'put' });
  const send = async (s3: S3Client) =>
    fetch(await getSignedUrl(s3, command, { expiresIn: 300 }), { method: 'PUT', body: 'hello' });
  expect(await fail(await send(under.admin.s3))).toMatchObject({ status: 400, code: 'BadDigest' });
  const { credentials } = under.admit('plain').principal;
  const endpoint = under.gate.url.href;
  const plain = new S3Client({ endpoint, region, credentials, requestChecksumCalculation: 'WHEN_REQUIRED' });
  expect((await send(plain)).status).toBe(200);
});

const post = async (
  file: string,
  { fields = {}, origin, ...options }: Partial<PresignedPostOptions> & { fields?: object; origin?: string } = {},
) => {
  const signed = await createPresignedPost(under.admin.s3, {
    Bucket: 'uploads',
    Key: 'imports/1',
    Conditions: [['content-length-range', 1, 10]],
    Expires: 300,
    ...options,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...signed.fields, ...fields })) form.append(name, String(value));
  form.append('file', new Blob([file]), 'users.csv');
  return () =>
    fetch(signed.url, { method: 'POST', body: form, redirect: 'manual', ...(origin && { headers: { origin } }) });
};

test('stores a form and tells of it', async () => {
  const send = await post('hello', { Fields: { 'Content-Type': 'text/csv', 'x-amz-meta-import': '1' } });
  const response = await send();
  expect(response.status).toBe(204);
  expect(response.headers.get('etag')).toBe('"5d41402abc4b2a76b9719d911017c592"');
  const stored = await under.admin.s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'imports/1' }));
  expect([stored.ContentType, stored.Metadata, await stored.Body?.transformToString()]).toEqual([
    'text/csv',
    { import: '1' },
    'hello',
  ]);
  expect(under.created).toMatchObject([{ bucket: 'uploads', key: 'imports/1', size: 5, reason: 'POST Object' }]);
});

test('puts the file`s name into the key and answers with XML where asked to', async () => {
  const Conditions: PresignedPostOptions['Conditions'] = [['starts-with', '$key', 'in/']];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's own placeholder
  const send = await post('x', { Key: 'in/${filename}', Conditions, Fields: { success_action_status: '201' } });
  const response = await send();
  expect([response.status, xmlText(await response.text(), 'Key')]).toEqual([201, 'in/users.csv']);
});

test('leads a browser to where the form says, with what was stored', async () => {
  const success_action_redirect = 'https://pages.seatpulse.example/imports/1?tab=a#top';
  const send = await post('hello', { Fields: { success_action_redirect, success_action_status: '201' } });
  const form = await send();
  expect([form.status, form.redirected]).toEqual([303, false]);
  const target = new URL(form.headers.get('location') ?? '');
  expect(`${target.origin}${target.pathname}${target.hash}`).toBe('https://pages.seatpulse.example/imports/1#top');
  expect(Object.fromEntries(target.searchParams)).toEqual({
    tab: 'a',
    bucket: 'uploads',
    key: 'imports/1',
    etag: '"5d41402abc4b2a76b9719d911017c592"',
  });
  expect(under.created).toMatchObject([{ key: 'imports/1', size: 5 }]);
});

test('leads nobody elsewhere than the policy says, and stays where the address is none', async () => {
  const Fields = { success_action_redirect: 'https://pages.seatpulse.example/imports/1' };
  const elsewhere = await post('x', { Fields, fields: { success_action_redirect: 'https://evil.example/' } });
  expect(await fail(await elsewhere())).toMatchObject({
    status: 403,
    message: expect.stringContaining('success_action_redirect'),
  });
  const uncovered = await post('x', { fields: Fields });
  expect(await fail(await uncovered())).toMatchObject({
    status: 403,
    message: expect.stringContaining('Extra input fields: success_action_redirect'),
  });
  expect(under.created).toEqual([]);
  const nowhere = await post('x', { Fields: { success_action_redirect: 'not an address' } });
  expect((await nowhere()).status).toBe(204);
});

test('refuses a form that is too large or too small', async () => {
  expect(await fail(await (await post('elevenchars'))())).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  expect(await fail(await (await post(''))())).toMatchObject({ status: 400, code: 'EntityTooSmall' });
  expect(under.created).toEqual([]);
});

test('refuses a form with another key, with a field more, with an altered policy, and one that has expired', async () => {
  const otherKey = await post('x', { fields: { key: 'imports/2' } });
  expect(await fail(await otherKey())).toMatchObject({
    status: 403,
    code: 'AccessDenied',
    message: expect.stringContaining('Policy Condition failed'),
  });
  const more = await post('x', { fields: { 'x-amz-meta-more': '1' } });
  expect(await fail(await more())).toMatchObject({ message: expect.stringContaining('x-amz-meta-more') });
  const policy = Buffer.from('{"expiration":"2999-01-01T00:00:00Z","conditions":[]}').toString('base64');
  const altered = await post('x', { fields: { Policy: policy } });
  expect(await fail(await altered())).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  const late = await post('x');
  advance(301);
  expect(await fail(await late())).toMatchObject({ status: 403, message: expect.stringContaining('Policy expired') });
});

test('answers preflights by the bucket`s rules, and lets the origin read the answer', async () => {
  const origin = 'https://pages.seatpulse.example';
  const preflight = (from: string, method = 'POST') =>
    fetch(new URL('/uploads', under.gate.url), {
      method: 'OPTIONS',
      headers: {
        origin: from,
        'access-control-request-method': method,
        'access-control-request-headers': 'content-type',
      },
    });
  const allowed = await preflight(origin);
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type');
  expect(allowed.headers.get('access-control-max-age')).toBe('600');
  expect((await preflight('https://elsewhere.example')).status).toBe(403);
  expect((await preflight(origin, 'DELETE')).status).toBe(403);
  const stored = await (await post('x', { origin }))();
  expect([stored.status, stored.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  const refused = await (await post('elevenchars', { origin }))();
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, origin]);
});
