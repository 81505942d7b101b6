import { expect, test } from 'vitest';
import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../../../lib/values/cursor.ts';

const place = z.strictObject({ after: z.string() });
const decode = (text: string) => decodeCursor(place, Buffer.from(text).toString('base64url'));

test('a place comes back as it was given out', () => {
  expect(decodeCursor(place, encodeCursor({ after: 'ü@x' }))).toEqual({ after: 'ü@x' });
});

test.each([
  ['half a surrogate pair', String.raw`{"after":"\ud800"}`],
  ['another place', '{"before":"x"}'],
  ['no JSON', '{"after"'],
  ['far too long a place', JSON.stringify({ after: 'x'.repeat(4000) })],
  ['nothing but brackets', '['.repeat(100_000)],
])('%s is none of our cursors', (_, text) => {
  expect(() => decode(text)).toThrow(expect.objectContaining({ status: 400, code: 'invalid_cursor' }));
});
