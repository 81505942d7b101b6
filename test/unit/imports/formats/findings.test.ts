import { expect, test } from 'vitest';
import {
  addError,
  addWarning,
  FileRefused,
  MOST_NAMED_ERRORS,
  noFindings,
  withoutAddresses,
  withReason,
} from '../../../../lib/imports/formats/findings.ts';

test('names the first errors and counts all', () => {
  const found = noFindings();
  for (let line = 2; line < 252; line += 1) addError(found, line, 'bad_date', 'x');
  expect([found.errors.length, found.errors.at(-1)?.line, found.errorCount]).toEqual([MOST_NAMED_ERRORS, 101, 250]);
  const refused = withReason(found, new FileRefused('too_many_errors', 'y'));
  expect(refused.errors[0]).toEqual({ line: null, code: 'too_many_errors', message: 'y' });
  expect([refused.errors.length, refused.errorCount]).toEqual([MOST_NAMED_ERRORS, 251]);
});

test('counts equal warnings as one, and those beyond the most together by code', () => {
  const found = noFindings();
  for (let at = 0; at < 300; at += 1) addWarning(found, 'unknown_product', `product ${at}`);
  addWarning(found, 'unknown_product', 'product 7', 5);
  expect(found.warnings).toHaveLength(151);
  expect(found.warnings[7]).toEqual({ code: 'unknown_product', message: 'product 7', count: 6 });
  expect(found.warnings[150]).toMatchObject({ code: 'unknown_product', count: 150 });
});

test('cuts messages that quote too much, and what cannot be stored of them', () => {
  const found = noFindings();
  addError(found, 2, 'bad_user', `${'x'.repeat(398)}😀 and so on`);
  addWarning(found, 'unknown_product', 'a half \ud83d of a pair');
  addWarning(found, 'unknown_product', 'a half \ud83d of a pair');
  expect(found.errors[0]?.message).toBe(`${'x'.repeat(398)}\ufffd…`);
  expect(found.warnings).toEqual([{ code: 'unknown_product', message: 'a half \ufffd of a pair', count: 2 }]);
  const refused = withReason(found, new FileRefused('wrong_file', 'y'.repeat(1_000)));
  expect(refused.errors[0]?.message).toHaveLength(400);
});

test.each([
  ['ada@contoso.com', '…@contoso.com'],
  ['"ada.l@contoso.com, bob@x.de"', '"…@contoso.com, …@x.de"'],
  ['10 @ 5 seats', '10 @ 5 seats'],
  ['Office 365 E3', 'Office 365 E3'],
])('of %s no name of a person is kept', (text, kept) => {
  expect(withoutAddresses(text)).toBe(kept);
});

test('a text of a million characters that may all be a name is looked at once', () => {
  const text = '漢'.repeat(1_000_000);
  expect(withoutAddresses(text)).toBe(text);
});
