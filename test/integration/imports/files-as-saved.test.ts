import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser } from '../../fixtures/imports/users.ts';
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

/** Four users, one of whom only holds a product, and the same in other words. */
const PEOPLE = csvOf([...users(3), user('josé', { 'Exchange Last Activity Date': '' })]).replace('\ufeff', '');
const quotedCells = (text: string): string => text.replaceAll(/[^,\n]+|(?<=[,\n]|^)(?=[,\n])/gu, '"$&"');
const MARK = '\ufeff';
const MISREAD_MARK = 'ï»¿';
const separatedBy = (delimiter: string): string => PEOPLE.replaceAll(',', delimiter);
const utf16 = (text: string, order: 'le' | 'be' = 'le'): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};
const latin1 = Buffer.from(PEOPLE, 'latin1');

test.each<[string, string | Buffer, object?]>([
  [
    'a line that tells PowerShell the type',
    `#TYPE System.Management.Automation.PSCustomObject\r\n${quotedCells(PEOPLE)}`,
  ],
  ['that line after a byte order mark', `${MARK}#TYPE Selected.System.Object\n${PEOPLE}`],
  ['that line and the mark after it', `#TYPE X,,,\n${MARK}${PEOPLE}`],
  ['blank lines before the header', `${MARK}\r\n \r\n,,,\r\n${PEOPLE}`],
  ['a misread byte order mark', `${MISREAD_MARK}${PEOPLE}`],
  ['a misread mark twice', `${MISREAD_MARK}${MISREAD_MARK}${PEOPLE}`],
  ['a mark twice', `${MARK}${MARK}${PEOPLE}`],
  ['a misread mark after a mark', `${MARK}${MISREAD_MARK}${PEOPLE}`],
  ['a mark misread twice', `Ã¯Â»Â¿${PEOPLE}`],
  ['a misread mark within the first quotes', `${MARK}"${MISREAD_MARK}${quotedCells(PEOPLE).slice(1)}`],
  ['a mark within the first quotes', `"${MARK}${quotedCells(PEOPLE).slice(1)}`],
  ['carriage returns alone', PEOPLE.replaceAll('\n', '\r')],
  ['carriage returns and line feeds', PEOPLE.replaceAll('\n', '\r\n')],
  ['line breaks of every kind', PEOPLE.replace('\n', '\r').replace('\n', '\r\n')],
  ['semicolons', separatedBy(';')],
  ['semicolons after the line that says so', `sep=;\r\n${separatedBy(';')}`],
  ['semicolons, a mark and the line that says so', `${MARK}sep=;\r${separatedBy(';').replaceAll('\n', '\r')}`],
  ['commas after a line that says so', `sep=,\n${PEOPLE}`],
  ['tabs', separatedBy('\t')],
  ['quoted cells between tabs', quotedCells(PEOPLE).replaceAll(',', '\t')],
  ['UTF-16 with a mark', utf16(MARK + PEOPLE)],
  ['UTF-16 in the other order', utf16(MARK + separatedBy('\t'), 'be')],
  ['UTF-16 with a type line', utf16(`${MARK}#TYPE X\r\n${PEOPLE}`)],
  ['UTF-16 without a mark, as the request says', utf16(PEOPLE), { encoding: 'utf-16le' }],
  ['Windows-1252, as the request says', latin1, { encoding: 'windows-1252' }],
  ['a mark of UTF-8, whatever the request says', MARK + PEOPLE, { encoding: 'windows-1252' }],
  ['letters and accents apart', PEOPLE.normalize('NFD')],
])('takes a report with %s', async (_, file, more) => {
  const { customerId, ...answer } = await take(REPORT, file, more);
  expect(answer).toMatchObject({
    status: 'complete',
    rows: 4,
    counts: { users: 4, activeDays: 3, assignments: 4 },
    errors: [],
    warnings: [],
    active: 3,
  });
  expect([...(await imports.assignmentsOf(customerId)).keys()]).toContain('josé@contoso.com');
});

test.each<[string, string | Buffer, { code: string; line: number | null }]>([
  ['Windows-1252', latin1, { code: 'not_utf8', line: 5 }],
  ['UTF-16 without a mark', utf16(PEOPLE), { code: 'not_utf8', line: null }],
  ['half a character of UTF-16', utf16(MARK + PEOPLE).subarray(0, -1), { code: 'not_text', line: 5 }],
])('refuses a report in %s that nothing says to be that', async (_, file, first) => {
  const { errors, active } = await take(REPORT, file);
  expect({ first: errors[0], active }).toMatchObject({ first, active: 0 });
  expect(errors[0]?.message).toContain('UTF-8');
});

test.each(['3/1/2026', '1.3.2026'])('names each line with a date like %s, and what to do', async (text) => {
  const { status, errors, active, rows } = await take(REPORT, csvOf(users(3)).replaceAll('2026-03-01', text));
  expect({ status, rows, active, codes: errors.map(({ line, code }) => [line, code]) }).toEqual({
    status: 'failed',
    rows: 3,
    active: 0,
    codes: [
      [null, 'too_many_errors'],
      [2, 'bad_date'],
      [3, 'bad_date'],
      [4, 'bad_date'],
    ],
  });
  expect(errors[1]?.message).toContain(`"Report Refresh Date" is "${text}"`);
  expect(errors[1]?.message).toContain('Export it again');
});

test('names item, property and reason where PowerShell cut users off', async () => {
  const value = Array.from({ length: 3 }, (_, at) => ({
    id: String(at),
    userPrincipalName: `u${at}@contoso.com`,
    assignedLicenses: 'System.Object[]',
  }));
  const { status, rows, errors } = await take('graph.users', JSON.stringify({ value }));
  expect({ status, rows, codes: errors.map(({ code }) => code) }).toEqual({
    status: 'failed',
    rows: 3,
    codes: ['too_many_errors', 'bad_item', 'bad_item', 'bad_item'],
  });
  expect(errors[1]?.message).toBe(
    'value[0].assignedLicenses is "System.Object[]", not of the type array: PowerShell cut off what is inside it: write the file with ConvertTo-Json -Depth 10.',
  );
});

test('takes one user as PowerShell writes it', async () => {
  const one = {
    Id: '0',
    UserPrincipalName: 'Ada@contoso.com',
    DisplayName: 'Ada',
    AssignedLicenses: { DisabledPlans: [], SkuId: E3 },
    LicenseAssignmentStates: [
      { SkuId: E3, State: 'Active', DisabledPlans: [], LastUpdatedDateTime: '/Date(1770710400000)/' },
    ],
    AdditionalProperties: {},
  };
  const files = [JSON.stringify(one), JSON.stringify([one]), JSON.stringify({ value: one })];
  for (const text of files)
    for (const file of [text, `${MARK}${MISREAD_MARK}${text}`, utf16(MARK + text), utf16(MARK + text, 'be')]) {
      const { customerId, ...answer } = await take('graph.users', file);
      expect(answer).toMatchObject({ status: 'complete', rows: 1, counts: { users: 1, assignments: 1 }, errors: [] });
      expect([...(await imports.assignmentsOf(customerId)).keys()]).toEqual(['ada@contoso.com']);
    }
});

test('refuses JSON that is no UTF-8 by its line, unless the request says what it is', async () => {
  const text = JSON.stringify({ value: [graphUser('josé', [assignment()])] }, null, 1);
  const apart = text.normalize('NFD');
  const bytes = Buffer.from(text, 'latin1');
  const line = text.slice(0, text.indexOf('é')).split('\n').length;
  const composed = await take('graph.users', apart);
  expect([...(await imports.assignmentsOf(composed.customerId)).keys()]).toEqual(['josé@contoso.com']);
  expect(await take('graph.users', bytes)).toMatchObject({ status: 'failed', errors: [{ code: 'not_utf8', line }] });
  const { customerId, status } = await take('graph.users', bytes, { encoding: 'windows-1252' });
  expect(status).toBe('complete');
  expect([...(await imports.assignmentsOf(customerId)).keys()]).toEqual(['josé@contoso.com']);
});

test('says of an encoding that it is none it knows', async () => {
  const answer = await imports.request({ kind: REPORT, customerId: 'saved-1', encoding: 'latin1' });
  expect(answer.status).toBe(400);
});
