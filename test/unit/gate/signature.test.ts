import { expect, test } from 'vitest';
import {
  canonicalRequest,
  type SignedParts,
  sha256Hex,
  sign,
  stringToSign,
  UNSIGNED_PAYLOAD,
} from '../../../infra/local/gate/signature/signature.ts';

/** The credentials of the examples in the S3 API reference. */
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const time = '20130524T000000Z';
const object: SignedParts = {
  method: 'GET',
  path: '/test.txt',
  query: [],
  headers: { host: 'examplebucket.s3.amazonaws.com' },
  signedHeaders: ['host'],
  payloadHash: UNSIGNED_PAYLOAD,
};
const signatureOf = (parts: Partial<SignedParts>) =>
  sign(secretAccessKey, scope, stringToSign(time, scope, canonicalRequest({ ...object, ...parts }, 's3')));

test('signs the presigned GET of the S3 API reference', () => {
  const query: SignedParts['query'] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', '86400'],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const signature = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
  expect(signatureOf({ query })).toBe(signature);
  expect(signatureOf({ query: query.toReversed() })).toBe(signature);
});

test('signs the GET with a range of the S3 API reference', () => {
  const payloadHash = sha256Hex('');
  const headers = { ...object.headers, range: 'bytes=0-9', 'x-amz-content-sha256': payloadHash, 'x-amz-date': time };
  expect(signatureOf({ headers, signedHeaders: Object.keys(headers).toSorted(), payloadHash })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

test('signs the PUT of the S3 API reference, whose key has a character that paths encode', () => {
  const payloadHash = sha256Hex('Welcome to Amazon S3.');
  const headers = {
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    ...object.headers,
    'x-amz-content-sha256': payloadHash,
    'x-amz-date': time,
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  };
  const signedHeaders = Object.keys(headers);
  expect(signatureOf({ method: 'PUT', path: '/test%24file.text', headers, signedHeaders, payloadHash })).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

test('signs the IAM example of the general reference', () => {
  const iam = { date: '20150830', region: 'us-east-1', service: 'iam' };
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: 'iam.amazonaws.com',
    'x-amz-date': '20150830T123600Z',
  };
  const canonical = canonicalRequest(
    {
      method: 'GET',
      path: '/',
      query: [
        ['Version', '2010-05-08'],
        ['Action', 'ListUsers'],
      ],
      headers,
      signedHeaders: Object.keys(headers),
      payloadHash: sha256Hex(''),
    },
    'iam',
  );
  expect(sha256Hex(canonical)).toBe('f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59');
  expect(sign('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', iam, stringToSign('20150830T123600Z', iam, canonical))).toBe(
    '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
});

test('encodes the path once for S3 and twice for the other services', () => {
  const parts = { ...object, path: '/a%20b/c' };
  expect(canonicalRequest(parts, 's3').split('\n')[1]).toBe('/a%20b/c');
  expect(canonicalRequest(parts, 'ses').split('\n')[1]).toBe('/a%2520b/c');
});
