import { expect, test } from 'vitest';
import { retryAfterSeconds } from '../../../lib/sources/microsoft/retry-after.ts';
import { refusedSignIn } from '../../../lib/sources/microsoft/sign-in-errors.ts';

test.each([
  ['invalid_client', 7000215, 'credentials_refused'],
  ['invalid_client', 7000222, 'credentials_refused'],
  ['invalid_grant', 700082, 'credentials_refused'],
  ['invalid_grant', 50173, 'credentials_refused'],
  ['invalid_grant', 65001, 'consent_missing'],
  ['unauthorized_client', 700016, 'consent_missing'],
  ['invalid_client', 7000229, 'consent_missing'],
  ['invalid_request', 90002, 'tenant_unknown'],
  ['invalid_grant', 50034, 'tenant_unknown'],
  ['invalid_grant', 50020, 'tenant_unknown'],
  ['invalid_grant', 53003, 'permission_missing'],
  ['invalid_grant', 9999999, 'credentials_refused'],
])('%s by AADSTS%i is %s, by its list of numbers or by its description', (error, code, state) => {
  const detail = `AADSTS${code} ${error}`;
  expect(refusedSignIn({ error, error_codes: [code] })).toEqual({ state, detail });
  expect(refusedSignIn({ error, error_description: `AADSTS${code}: Something. Trace ID: 1` })).toEqual({
    state,
    detail,
  });
});

test('a number that is known decides before others, and none leaves the word', () => {
  expect(refusedSignIn({ error: 'invalid_grant', error_codes: [12345, 65001] })).toEqual({
    state: 'consent_missing',
    detail: 'AADSTS65001 invalid_grant',
  });
  expect(refusedSignIn({ error: 'invalid_client' })).toEqual({
    state: 'credentials_refused',
    detail: 'invalid_client',
  });
  expect(refusedSignIn({ error: '<b>' })).toEqual({ state: 'credentials_refused', detail: 'error' });
});

test.each([
  ['120', 120],
  ['0', 1],
  ['Wed, 11 Mar 2026 06:02:30 GMT', 150],
  ['Wed, 11 Mar 2026 05:00:00 GMT', 1],
  ['999999999', 86_400],
  ['soon', 60],
  [undefined, 60],
])('Retry-After %s asks for %i seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, new Date('2026-03-11T06:00:00Z'))).toBe(seconds);
});
