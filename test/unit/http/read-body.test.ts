import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readJsonBody } from '../../../lib/http/read-body.ts';
import { Problem } from '../../../lib/problem/problem.ts';

const schema = z.object({ name: z.string() });
const LATIN_1 = Buffer.from('{"name":"M\u00fcller"}', 'latin1');

const read = (body: string, more: { isBase64Encoded?: boolean; headers?: Record<string, string> } = {}): unknown => {
  try {
    return readJsonBody(
      { body, isBase64Encoded: false, headers: { 'content-type': 'application/json' }, ...more },
      schema,
    );
  } catch (error) {
    if (error instanceof Problem) return { status: error.status, code: error.code, detail: error.message };
    throw error;
  }
};

test.each([
  ['as text, in which the gateway has put replacement characters', LATIN_1.toString('utf8'), {}],
  ['in Base64', LATIN_1.toString('base64'), { isBase64Encoded: true }],
  [
    'compressed',
    gzipSync(LATIN_1).toString('base64'),
    { isBase64Encoded: true, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
  ],
])('refuses a body that is not UTF-8, %s', (_, body, more) => {
  expect(read(body, more)).toMatchObject({
    status: 400,
    code: 'not_utf8',
    detail: expect.stringContaining('Send UTF-8 bytes'),
  });
});

test.each([
  ['application/json; charset=iso-8859-1', 415],
  ['application/json;charset="Windows-1252"', 415],
  ['application/json; charset=UTF-8', undefined],
  ['application/json;charset="utf-8"', undefined],
])('a body of %s is answered %s', (contentType, status) => {
  const answer = read('{"name":"x"}', { headers: { 'content-type': contentType } });
  expect(answer).toMatchObject(status === undefined ? { name: 'x' } : { status, code: 'unsupported_charset' });
});

test('texts are read in composed form, so that two spellings are one', () => {
  expect(read('{"name":"jose\u0301"}')).toEqual({ name: 'jos\u00e9' });
  expect(read(String.raw`{"name":"jose\u0301"}`)).toEqual({ name: 'jos\u00e9' });
});

test('half a surrogate pair is refused where it stands', () => {
  expect(read(String.raw`{"name":"a\ud800b"}`)).toMatchObject({
    status: 400,
    code: 'invalid_text',
    detail: expect.stringMatching(/^\/name: /u),
  });
});
