import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { parseBounded } from '../../../lib/http/body-size.ts';
import { readJsonBody } from '../../../lib/http/read-body.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { leniently } from '../../../lib/values/leniently.ts';

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};
const parse = (text: string, judged: readonly string[] = []) =>
  codeOf(() => parseBounded(text, (one) => JSON.parse(one) as unknown, judged));

test('64 levels are read, 65 are too deep, and a million are not even read', () => {
  expect(parse(deep(64))).toEqual(JSON.parse(deep(64)));
  expect(parse(deep(65))).toBe('too_deep');
  expect(parse(`{"a":${deep(63)}}`)).toEqual(JSON.parse(`{"a":${deep(63)}}`));
  expect(parse(`{"a":${deep(64)}}`)).toBe('too_deep');
  expect(parse('['.repeat(1_000_000))).toBe('too_deep');
});

test('brackets and commas in texts are no levels and no values', () => {
  const text = JSON.stringify({ a: `\\"[[{${'['.repeat(100)}${',{'.repeat(600_000)}`, b: '\\' });
  expect(parse(text)).toEqual(JSON.parse(text));
});

test('more than 500,000 values are too many, however short they are', () => {
  expect(parse(`[${'{},'.repeat(250_000)}0]`)).toBe('body_too_large');
  expect(parse(`[${'0,'.repeat(499_000)}0]`)).toHaveLength(499_001);
});

test('an entry that is nested too deeply refuses itself alone, where entries are judged one by one', () => {
  const schema = z.object({ events: z.array(leniently(z.object({ userId: z.string() }))) });
  const read = (body: string) =>
    codeOf(() => readJsonBody({ body, isBase64Encoded: false, headers: {} }, schema, ['events']));
  const body = (levels: number) => `{"events":[{"userId":"ad\u00e4"},{"userId":${deep(levels)}}],"more":{}}`;
  expect(read(body(20_000))).toEqual({
    events: [
      { value: { userId: 'ad\u00e4' } },
      { complaint: '"nested deeper than 64 levels": Invalid input: expected object, received string' },
    ],
  });
  expect(read(body(60))).toMatchObject({ events: [{}, { complaint: expect.stringContaining('userId [[[[[') }] });
  expect(read(body(200_000))).toBe('too_deep');
  expect(read(`{"events":[{"userId":"ada"}],"more":${deep(100)}}`)).toBe('too_deep');
});

test('a compressed body of nothing but brackets is refused as well', () => {
  const event = {
    body: gzipSync('['.repeat(16_000_000)).toString('base64'),
    isBase64Encoded: true,
    headers: { 'content-encoding': 'gzip' },
  };
  expect(codeOf(() => readJsonBody(event, z.unknown()))).toBe('too_deep');
});

test('any value of few levels is read as it is', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
  );
});
