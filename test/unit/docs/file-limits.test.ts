import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as limits from '../../../lib/imports/formats/file-limits.ts';
import { FORMS } from '../../../lib/imports/formats/kinds/forms.ts';
import { MOST_IDENTITIES } from '../../../lib/licensing/identities/identity.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/using-the-api.md'), 'utf8');

/** A row of the table, by what it is of: its cells. */
const row = (of: string): string =>
  page.split('\n').find((line) => line.startsWith('| ') && line.includes(of)) ?? `no row of ${of}`;
const inWords = (value: number): string => value.toLocaleString('en');
const megabytes = (bytes: number): string => `${bytes / 1_000_000} MB`;

test.each<[string, readonly string[]]>([
  [
    'reports and lists of users',
    [
      megabytes(FORMS.userReport.largestBytes),
      megabytes(FORMS.userList.largestBytes),
      megabytes(FORMS.activityReport.largestBytes),
    ],
  ],
  ['`partnerCenter.dynamicsUsage` | 2', [megabytes(FORMS.reportedUsage.largestBytes)]],
  [
    'lists of seats and of subscriptions',
    [megabytes(FORMS.seatTotals.largestBytes), megabytes(FORMS.sellerList.largestBytes), inWords(limits.MOST_ITEMS)],
  ],
  ['`subscriptions` | 2', [megabytes(FORMS.soldFile.largestBytes), inWords(limits.MOST_SOLD_ROWS)]],
  ['`customers` | 2', [megabytes(FORMS.customerFile.largestBytes), inWords(limits.MOST_CUSTOMER_ROWS)]],
  ['`identities` | 2', [megabytes(FORMS.identityFile.largestBytes), inWords(MOST_IDENTITIES)]],
  ['users in a file', [inWords(limits.MOST_USERS)]],
  ['rows of `partnerCenter', [inWords(limits.MOST_USAGE_ROWS)]],
  ['a line, or a row', [inWords(limits.LONGEST_LINE_BYTES), inWords(limits.LONGEST_ROW)]],
  ['columns and their names', [inWords(limits.MOST_COLUMNS), inWords(limits.LONGEST_HEADER_BYTES)]],
  ['nesting of JSON', [inWords(limits.MOST_LEVELS)]],
  ['one item of a list', [megabytes(limits.LONGEST_ITEM_BYTES), megabytes(limits.LONGEST_ENVELOPE_BYTES)]],
  ['products of one user', [inWords(limits.MOST_PRODUCTS_OF_USER)]],
  ['different names', [inWords(limits.MOST_UNKNOWN_NAMES)]],
])('the docs say how much there may be of %s', (of, said) => {
  for (const value of said) expect(row(of)).toContain(value);
});

test('the docs say after how many errors a file is given up', () => {
  expect(page).toContain(`its ${inWords(limits.ERRORS_TO_GIVE_UP)}th error`);
});
