import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { type Imports, startImports } from './imports-under-test.ts';

/* Files as programs and people leave them between their source and the upload. */
let imports: Imports;
let customers = 0;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const REPORT = 'graph.office365ActiveUserDetail';

/** Imports the file for a customer of its own; answers what the API tells and whose activity is stored. */
const take = async (kind: string, file: string | Buffer, more: object = {}) => {
  customers += 1;
  const customerId = `saved-${customers}`;
  await storeCustomer(imports.tables.licensing, customerId);
  const answer = await imports.run(await imports.hand({ kind, customerId, ...more }, file));
  return { ...answer, active: (await imports.calendarsOf(customerId)).size, customerId };
};

/** The same file with the empty cells at the end of its rows left out, as Excel saves it. */
const withoutEndings = (text: string): string => text.replaceAll(/,+(?=\r?\n)/gu, '');

const users = (count: number, row: Row = {}): Row[] => Array.from({ length: count }, (_, at) => user(`u${at}`, row));
const NO_PRODUCT: Row = {
  'Assigned Products': '',
  'Exchange Last Activity Date': '',
  'Teams Last Activity Date': '2026-03-01',
};
const unlicensed = (count: number): Row[] => Array.from({ length: count }, (_, at) => user(`n${at}`, NO_PRODUCT));

test.each<[string, Row[]]>([
  ['last', [...users(6), ...unlicensed(3)]],
  ['first', [...unlicensed(3), ...users(6)]],
])('takes rows without the empty cells at their end, which Excel leaves out (%s)', async (_, rows) => {
  for (const lineBreak of ['\r\n', '\n']) {
    const file = withoutEndings(csvOf(rows)).replaceAll('\n', lineBreak);
    expect(await take(REPORT, file)).toMatchObject({
      status: 'complete',
      rows: 9,
      counts: { users: 9, activeDays: 9, assignments: 6 },
      errors: [],
      warnings: [],
      active: 9,
    });
  }
});

test('names a row that lacks more than empty cells, and a last one that is cut off', async () => {
  const short = '2026-03-01,zoe@contoso.com';
  expect(await take(REPORT, `${csvOf(users(3))}${short}\n`)).toMatchObject({
    status: 'complete',
    errors: [{ line: 5, code: 'too_few_columns' }],
  });
  expect(await take(REPORT, `${csvOf(users(3))}${short}`)).toMatchObject({
    status: 'failed',
    errors: [{ line: 5, code: 'file_cut_short' }],
    active: 0,
  });
});
