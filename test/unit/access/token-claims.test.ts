import { expect, test } from 'vitest';
import { subjectOf } from '../../../lib/access/token-claims.ts';

const clients = new Set(['pages']);
const claims = (more: Record<string, unknown> = {}) => ({
  exp: 1,
  sub: 'ada',
  client_id: 'pages',
  token_use: 'access',
  ...more,
});

test('a token speaks for its subject, or for its client where it has none', () => {
  expect(subjectOf(claims(), clients)).toBe('ada');
  expect(subjectOf(claims({ sub: undefined }), clients)).toBe('pages');
});

test('the client may be named as client or in the audience, alone or among others', () => {
  expect(subjectOf(claims({ client_id: undefined, aud: 'pages' }), clients)).toBe('ada');
  expect(subjectOf(claims({ client_id: 'other', aud: ['x', 'pages'] }), clients)).toBe('ada');
});

test.each([
  ['another client', { client_id: 'other' }, 'made for another client'],
  ['no client at all', { client_id: undefined }, 'made for another client'],
  ['an id token', { token_use: 'id' }, 'not an access token'],
  ['nobody', { sub: undefined, client_id: undefined, aud: 'pages' }, 'names nobody'],
  ['no end', { exp: undefined }, 'claims not understood: exp'],
  ['a subject that is no OIDC subject', { sub: 'ä' }, 'claims not understood: sub'],
])('refuses a token with %s', (_, more, reason) => {
  expect(() => subjectOf(claims(more), clients)).toThrow(reason);
});
