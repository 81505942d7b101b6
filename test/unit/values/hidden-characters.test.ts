import { expect, test } from 'vitest';
import { hiddenCharacterIn, revealed, withoutDirectionControls } from '../../../lib/values/hidden-characters.ts';
import { quote } from '../../../lib/values/leniently.ts';
import { userId } from '../../../lib/values/user-id.ts';

test.each([
  ['ada\u200b@contoso.com', 'U+200B', 3],
  ['\u202eada@contoso.com', 'U+202E', 0],
  ['ada@con\u00adtoso.com', 'U+00AD', 7],
  ['ada\u2060@contoso.com', 'U+2060', 3],
  ['a\ud83d\ude00\u200dda', 'U+200D', 2],
  ['ada\u061c', 'U+061C', 3],
  ['ada\u2028b', 'U+2028', 3],
  ['ada\u{e0041}b', 'U+E0041', 3],
  ['ada\ufe0fb', 'U+FE0F', 3],
])('a user id with a hidden character is refused, naming it: %j', (text, code, at) => {
  expect(hiddenCharacterIn(text)).toEqual({ code, at });
  expect(userId.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
    `a user id must not contain characters that cannot be seen: ${code} after ${at} characters; type it anew`,
  ]);
});

test.each(['ada@contoso.com', 'josé@contoso.com', 'Δοκιμή', 'テスト', 'مثال@contoso.com'])('%s has none', (text) => {
  expect(hiddenCharacterIn(text)).toBeUndefined();
  expect(userId.parse(text)).toBe(text.toLowerCase());
});

test('a byte order mark around an id is white space', () => {
  expect(userId.parse('\ufeffAda@contoso.com')).toBe('ada@contoso.com');
});

test('messages show hidden characters by their codes', () => {
  expect(revealed('a\u200bb\u202ec')).toBe('a<U+200B>b<U+202E>c');
  expect(quote('ada\u200b@contoso.com')).toBe('"ada<U+200B>@contoso.com"');
});

test('what cannot be isolated is freed of what turns directions, and of nothing else', () => {
  expect(withoutDirectionControls('\u202eliof\u2069 مثال a\u200db')).toBe('liof مثال a\u200db');
});
