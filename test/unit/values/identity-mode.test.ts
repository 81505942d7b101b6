import { expect, test } from 'vitest';
import { identityModeOf, prevailingMode } from '../../../lib/values/identity-mode.ts';

const HASH = '77E5979DD60BA6EAA53E814DBEEEFA5F';

test.each([
  HASH,
  HASH.toLowerCase(),
  ` ${HASH} `,
  '<PII:H105(0123abc)>@contoso.example',
  '<pii:h105(0123abc)>@contoso.example',
  '<PII:H105(0123abc)>',
])('takes %s for a concealed name', (userId) => {
  expect(identityModeOf(userId)).toBe('concealed');
});

test.each([
  'ada@contoso.example',
  HASH.slice(1),
  `${HASH}0`,
  `${HASH}@contoso.example`,
  '77e5979d-d60b-a6ea-a53e-814dbeeefa5f',
  'pii:ada',
  'ada <pii:1>',
])('takes %s for a readable name', (userId) => {
  expect(identityModeOf(userId)).toBe('readable');
});

test('goes by what most users are named like, each counted once', () => {
  expect(prevailingMode(['ada', 'ada', 'ada', HASH, HASH.replace('7', '8')])).toBe('concealed');
  expect(prevailingMode(['ada', 'bob', HASH])).toBe('readable');
});

test('calls a tie readable', () => {
  expect(prevailingMode(['ada', HASH])).toBe('readable');
  expect(prevailingMode([HASH, 'ada'])).toBe('readable');
});

const PSEUDONYM = `h-${'aZ09_-'.toLowerCase().repeat(7)}b`;

test.each([PSEUDONYM, `${PSEUDONYM}@contoso.example`])('takes %s for a pseudonym', (userId) => {
  expect(identityModeOf(userId)).toBe('pseudonymous');
});

test('of pseudonyms and stand-ins the more frequent prevail, and of as many pseudonyms', () => {
  expect(prevailingMode([PSEUDONYM, `${PSEUDONYM}@contoso.example`, HASH])).toBe('pseudonymous');
  expect(prevailingMode([HASH, PSEUDONYM])).toBe('pseudonymous');
  expect(prevailingMode([PSEUDONYM, 'ada'])).toBe('readable');
});
