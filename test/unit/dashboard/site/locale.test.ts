import { expect, test } from 'vitest';
import { localeOf } from '../../../../functions/dashboard/site/locale.ts';

test.each([
  ['de-CH,de;q=0.9,en;q=0.8', 'de-CH'],
  ['en;q=0.2,fr;q=0.7', 'fr'],
  ['*', 'en-GB'],
  ['x-klingon', 'en-GB'],
  ['not a tag!,sv', 'sv'],
  ['', 'en-GB'],
  [undefined, 'en-GB'],
])('of %s the pages take %s', (header, locale) => {
  expect(localeOf(header)).toBe(locale);
});
