import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUserIds, userId } from '../../../lib/values/user-id.ts';

const messageOf = (text: unknown): string | undefined => userId.safeParse(text).error?.issues[0]?.message;

test('trims and lower-cases', () => {
  expect(userId.parse('  Ada@Contoso.example\t')).toBe('ada@contoso.example');
});

test('one spelling whatever the case, also where only the small letter and its accent are one character', () => {
  expect(userId.parse('J\u030can@contoso.example')).toBe('\u01f0an@contoso.example');
  expect(userId.parse('\u01f0an@contoso.example')).toBe('\u01f0an@contoso.example');
});

test('takes ids of every script', () => {
  expect(userId.parse('Ørsted.李@contoso.example')).toBe('ørsted.李@contoso.example');
});

test.each([
  ['', 'a user id must not be empty'],
  [' \n ', 'a user id must not be empty'],
  ['a'.repeat(513), 'a user id has at most 512 bytes'],
  ['é'.repeat(257), 'a user id has at most 512 bytes'],
  ['ada\nbob', 'a user id must not contain control characters'],
  ['ada\u0000', 'a user id must not contain control characters'],
  ['ada\ud800', 'a user id must be well-formed Unicode'],
])('refuses %j', (text, message) => {
  expect(messageOf(text)).toBe(message);
});

test('takes 512 bytes', () => {
  expect(userId.parse('é'.repeat(256))).toHaveLength(256);
});

test.each([7, null, undefined, ['ada'], { id: 'ada' }])('refuses %j, which is not text', (value) => {
  expect(messageOf(value)).toMatch(/expected string/u);
});

test('orders by UTF-8 bytes, not by UTF-16 units', () => {
  const emoji = '😀'; // U+1F600: first in UTF-16 units, last in UTF-8 bytes
  const ligature = 'ﬁ'; // U+FB01
  expect([emoji, ligature].sort()).toEqual([emoji, ligature]);
  expect([emoji, ligature].sort(compareUserIds)).toEqual([ligature, emoji]);
});

test('orders totally', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(compareUserIds(a, b))).toBe(-Math.sign(compareUserIds(b, a)) + 0);
      expect(compareUserIds(a, b) === 0).toBe(a === b);
    }),
  );
});

test('orders as the bytes of UTF-8 do', () => {
  const id = fc.string({ unit: fc.constantFrom('a', 'z', 'é', 'ﬁ', '\ud7ff', '\ue000', '😀', '𝔸') });
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(Math.sign(compareUserIds(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});
