import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../../lib/catalogue/names/product-names.ts';
import { checkRow, requireUsableReport } from '../../../../lib/imports/formats/check-report.ts';
import { csvBatches } from '../../../../lib/imports/formats/csv-records.ts';
import { type Findings, noFindings } from '../../../../lib/imports/formats/findings.ts';
import { checkProducts } from '../../../../lib/imports/formats/products/check-products.ts';
import { productReader } from '../../../../lib/imports/formats/products/product-choice.ts';
import { openOffice365ActiveUserDetail } from '../../../../lib/imports/formats/readers/graph-office365-active-users.ts';
import { modeOf, type ReportState, reportState } from '../../../../lib/imports/formats/report-state.ts';
import { parseDay } from '../../../../lib/time/day.ts';
import { csvOf, HEADER, REFRESHED, type Row, user } from '../../../fixtures/imports/active-user-detail.ts';

const TODAY = parseDay('2026-03-02');
const NAMES = productNames(bundledCatalogue);

const startOf = (text: string): ReportState => {
  const rowsAt = { byte: Buffer.byteLength(text.slice(0, text.indexOf('\n') + 1)), line: 1 };
  const columns = [...HEADER];
  return {
    phase: 'check',
    at: rowsAt,
    columns,
    rowsAt,
    today: TODAY,
    soldNamesakes: [],
    modes: { readable: 0, concealed: 0, pseudonymous: 0 },
  };
};

/** Checks a file in steps of so many rows; between two steps only what is stored remains. */
const check = async (
  text: string,
  rowsPerStep = Number.POSITIVE_INFINITY,
): Promise<{ state: ReportState; found: Findings }> => {
  let [state, found, done] = [startOf(text), noFindings(), false];
  while (!done) {
    state = reportState.parse(JSON.parse(JSON.stringify(state)));
    found = structuredClone(found);
    const rows = { reader: openOffice365ActiveUserDetail(state.columns), readProducts: productReader(NAMES, []) };
    const bytes = Readable.from([Buffer.from(text).subarray(state.at.byte)]);
    let read = 0;
    done = true;
    for await (const [record] of csvBatches(bytes, state.at, 1)) {
      if (!record) break;
      const row = checkRow(record, rows.reader, state, found);
      if (row) checkProducts(record, row, rows, found);
      state.at = record.end;
      read += 1;
      if (read === rowsPerStep && !record.last) {
        done = false;
        break;
      }
    }
  }
  return { state, found };
};

const users = (count: number, row: Row = {}): Row[] => Array.from({ length: count }, (_, at) => user(`u${at}`, row));

test('counts what the file holds', async () => {
  const { state, found } = await check(
    csvOf([
      user('ada', { 'Teams Last Activity Date': '2026-01-30', 'Yammer Last Activity Date': '2026-01-29' }),
      user('bob', { 'Is Deleted': 'True', 'Assigned Products': '' }),
      user('(Unknown)', { 'User Principal Name': '(Unknown)', 'Display Name': '' }),
    ]),
  );
  expect(found).toEqual({
    rows: 3,
    counts: { activeDays: 3, olderActiveDays: 1, deletedUsers: 1, unknownUsers: 1 },
    errors: [],
    errorCount: 0,
    warnings: [],
  });
  expect(state).toMatchObject({ day: parseDay(REFRESHED), modes: { readable: 2, concealed: 0 } });
});

test('warns of each unknown and each ambiguous product once, with how many hold it', async () => {
  const { found } = await check(
    csvOf([
      ...users(3, { 'Assigned Products': 'MICROSOFT POWER AUTOMATE FREE+OFFICE 365 E3' }),
      user('x', { 'Assigned Products': 'ENTERPRISE MOBILITY + SECURITY E5+MICROSOFT 365 BUSINESS BASIC' }),
    ]),
  );
  expect(found.warnings.map(({ code, message, count }) => [code, message.split('"')[1], count])).toEqual([
    ['unknown_product', 'MICROSOFT POWER AUTOMATE FREE', 3],
    ['unknown_product', 'ENTERPRISE MOBILITY + SECURITY E5', 1],
    ['ambiguous_product', 'MICROSOFT 365 BUSINESS BASIC', 1],
  ]);
});

test('names bad rows by line and goes on', async () => {
  const { state, found } = await check(
    csvOf([user('a', { 'Display Name': 'A\nB' }), user('b', { 'Teams Last Activity Date': 'yesterday' }), ...users(2)]),
  );
  expect(found.errors).toEqual([
    {
      line: 4,
      code: 'bad_date',
      message: '"Teams Last Activity Date" is "yesterday", which is not a date like 2026-03-01.',
    },
  ]);
  expect(state.modes.readable).toBe(3);
});

/** A row with activity and no products, without the empty cells at its end. */
const ACTIVE_ROW = `${REFRESHED},x@contoso.com,X,False,,,,,,,,2026-02-27`;

const refusal = async (text: string) => {
  const { state, found } = await check(text);
  requireUsableReport(state, found);
};

test.each<[string, string, object]>([
  ['no rows', csvOf([]), { code: 'empty_file' }],
  [
    'rows of two days',
    csvOf([user('a'), user('b', { 'Report Refresh Date': '2026-02-28' })]),
    { code: 'mixed_refresh_dates', line: 3 },
  ],
  [
    'a refresh date in the future',
    csvOf([user('a', { 'Report Refresh Date': '2026-03-03' })]),
    { code: 'refresh_date_in_future', line: 2 },
  ],
  [
    'more bad rows than good ones',
    csvOf([...users(1), ...users(2, { 'Is Deleted': '?' })]),
    { code: 'too_many_errors' },
  ],
  ['only users without a name', csvOf(users(2, { 'User Principal Name': '(Unknown)' })), { code: 'no_users' }],
  [
    'a last row that ends before it says whether the user is deleted',
    `${csvOf(users(3))}${REFRESHED},x@contoso.com`,
    { code: 'file_cut_short', line: 5 },
  ],
  ['a short last row without a line break', `${csvOf(users(3))}${ACTIVE_ROW}`, { code: 'file_cut_short', line: 5 }],
  ['a last row that ends inside a name', csvOf(users(3)).slice(0, -3), { code: 'file_cut_short', line: 4 }],
])('refuses a file with %s', async (_, text, expected) => {
  await expect(refusal(text)).rejects.toMatchObject(expected);
});

test('takes a row that a spreadsheet wrote without the empty cells at its end', async () => {
  const { state, found: all } = await check(`${csvOf(users(3))}${ACTIVE_ROW}\n`);
  expect(all).toMatchObject({ rows: 4, errors: [], counts: { activeDays: 4 } });
  expect(state.modes.readable).toBe(4);
  const { found } = await check(`${csvOf(users(3))}${REFRESHED},x@contoso.com\n`);
  expect(found.errors).toMatchObject([{ line: 5, code: 'too_few_columns' }]);
});

test('takes a file with as many bad rows as good ones, and one without a last line break', async () => {
  await expect(refusal(csvOf([...users(2), ...users(2, { 'Is Deleted': '?' })]))).resolves.toBeUndefined();
  await expect(refusal(csvOf(users(2)).slice(0, -1))).resolves.toBeUndefined();
});

test('leaves out the few users that go by the other kind of name', async () => {
  const { state, found } = await check(
    csvOf([user('x', { 'User Principal Name': '77E5979DD60BA6EAA53E814DBEEEFA5F' }), ...users(2)]),
  );
  requireUsableReport(state, found);
  expect(modeOf(state)).toBe('readable');
  expect(found.warnings).toMatchObject([{ code: 'mixed_identities', count: 1 }]);
});

test('finds the same in steps of any length', async () => {
  const row = fc.record({
    'Teams Last Activity Date': fc.constantFrom('', '2026-02-20', '2025-01-01', 'never'),
    'Is Deleted': fc.constantFrom('True', 'False', 'x'),
    'Display Name': fc.constantFrom('Ada', 'Ada, "Lady"', 'two\nlines', 'Zoë'),
    'User Principal Name': fc.constantFrom('a@b.c', 'é@b.c', '(Unknown)', '', '77E5979DD60BA6EAA53E814DBEEEFA5F'),
    'Assigned Products': fc.constantFrom('', 'OFFICE 365 E3', 'FLOW FREE', 'MICROSOFT 365 F1+FLOW FREE'),
  });
  const rows = fc.array(row, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), async (some, rowsPerStep) => {
      const text = csvOf(some);
      expect(await check(text, rowsPerStep)).toEqual(await check(text));
    }),
    { numRuns: 60 },
  );
});
