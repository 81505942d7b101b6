import { expect, test } from 'vitest';
import { waitAskedFor } from '../../../lib/client/retrying-fetch.ts';
import { errorOfAnswer } from '../../../lib/client/seatpulse-error.ts';
import { waitUntil } from '../../../lib/client/wait-until.ts';

const NOW = new Date('2026-03-10T09:00:00Z');

test.each([
  [null, undefined],
  ['0', 0],
  ['7', 7000],
  ['Tue, 10 Mar 2026 09:01:30 GMT', 90_000],
  ['Tue, 10 Mar 2026 08:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %s asks for %s milliseconds', (retryAfter, milliseconds) => {
  expect(waitAskedFor(retryAfter, NOW)).toBe(milliseconds);
});

test('a problem becomes an error with its code, sentence and request', () => {
  const body = {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    code: 'unknown_customer',
    detail: 'No.',
    instance: 'r-1',
  };
  expect(errorOfAnswer(404, JSON.stringify(body))).toMatchObject({
    status: 404,
    code: 'unknown_customer',
    message: 'No.',
    requestId: 'r-1',
  });
});

test('what the gateway answers by itself, and what is no JSON, become errors too', () => {
  expect(errorOfAnswer(403, '{"message":"Forbidden"}')).toMatchObject({ code: 'http_403', message: 'Forbidden (403)' });
  expect(errorOfAnswer(502, '<html>')).toMatchObject({ code: 'http_502', message: 'The answer was 502.' });
});

test('waits in growing pauses, and no longer than it is told to', async () => {
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => void pauses.push(milliseconds);
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return asked;
  };
  expect(await waitUntil(ask, (answer) => answer === 3, 60_000, { sleep })).toBe(3);
  expect(pauses).toEqual([500, 750]);
  expect(await waitUntil(ask, () => false, 2000, { sleep })).toBe(7);
  expect(pauses.slice(2)).toEqual([500, 750, 1125]);
});
