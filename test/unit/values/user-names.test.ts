import { expect, test } from 'vitest';
import { identityModeOf } from '../../../lib/values/identity-mode.ts';
import { userId } from '../../../lib/values/user-id.ts';
import { OWN_NAMES, pseudonymsBy } from '../../../lib/values/user-names.ts';

const KEY = 'a key of at least 32 characters for tests';
const names = pseudonymsBy(KEY);
const nameOf = (text: string) => names.of(userId.parse(text));

test('a user goes by a keyed hash, and by the domain', () => {
  expect(nameOf('ada@contoso.example')).toBe('h-u-tsbhexwsrt6mzmtk6fktqvsa4jknawkugld7wnp38@contoso.example');
  expect(pseudonymsBy(`${KEY}.`).of('ada@contoso.example')).not.toBe(nameOf('ada@contoso.example'));
});

test('one person has one pseudonym, in whatever case and form of letters the id comes in', () => {
  expect(new Set([' Ada@Contoso.example', 'ada@CONTOSO.example ', 'ada@contoso.example'].map(nameOf)).size).toBe(1);
  expect(nameOf('Jose\u0301@contoso.example')).toBe(nameOf('jos\u00e9@contoso.example'));
  expect(nameOf('ada@contoso.example')).not.toBe(nameOf('ada@fabrikam.example').replace('fabrikam', 'contoso'));
});

test('a pseudonym that is sent again means the same person, also where its case was changed', () => {
  for (const id of ['ada@contoso.example', 'ada', `ada@${'b'.repeat(60)}.example`]) {
    expect(nameOf(nameOf(id))).toBe(nameOf(id));
    expect(nameOf(nameOf(id).toUpperCase())).toBe(nameOf(id));
    expect(identityModeOf(nameOf(id))).toBe('pseudonymous');
  }
});

test.each([
  ['ada_gmail.com#ext#@contoso.onmicrosoft.com', '@contoso.onmicrosoft.com'],
  ['a@b@contoso.example', '@contoso.example'],
  ['ada@bücher.example', '@bücher.example'],
  ['ada', ''],
  ['ada@', ''],
  ['call@ada lovelace', ''],
  ['x@ada', ''],
  ['x@ada..example', ''],
  [`x@${'a'.repeat(250)}.example`, ''],
])('of %s the domain %s is kept', (id, domain) => {
  expect(nameOf(id)).toMatch(/^h-[a-z0-9_-]{43}(?:@|$)/u);
  expect(nameOf(id).slice(45)).toBe(domain);
});

test.each(['77e5979dd60ba6eaa53e814dbeeefa5f', '<pii:h105(0123abc)>@contoso.example', '<pii:h105(0123abc)>'])(
  'the stand-in %s stays',
  (id) => {
    expect(nameOf(id)).toBe(id);
  },
);

test.each([
  '<pii:h105(0123abc)>ada lovelace',
  '<pii:ada lovelace>',
  `h-${'a'.repeat(43)}@ada lovelace`,
  `h-${'a'.repeat(42)}`,
])('%s only looks like a stand-in or a pseudonym, and is hashed', (id) => {
  expect(nameOf(id)).toMatch(/^h-[a-z0-9_-]{43}$/u);
  expect(nameOf(id)).not.toContain('ada');
});

test('without pseudonyms users go by their own ids', () => {
  expect(OWN_NAMES.of('ada@contoso.example')).toBe('ada@contoso.example');
});
