import { expect, test } from 'vitest';
import { openOffice365ActiveUserDetail } from '../../../../../lib/imports/formats/readers/graph-office365-active-users.ts';
import { parseDay } from '../../../../../lib/time/day.ts';
import { fieldsOf, HEADER, type Row, user } from '../../../../fixtures/imports/active-user-detail.ts';

const read = (row: Row, header: readonly string[] = HEADER) =>
  openOffice365ActiveUserDetail(header).readRow(fieldsOf(row, header));

/** A row as Microsoft's own samples have it, with concealed names. */
const CONCEALED =
  '2022-10-23,77E5979DD60BA6EAA53E814DBEEEFA5F,4291DA7C39EE3263E97336B42734A667,False,,True,True,True,True,True,True,2020-09-12,2022-09-12,2021-10-30,2020-10-30,2019-04-21,2017-09-20,2021-01-10,2021-01-10,2021-01-10,2021-01-10,2021-01-10,2021-01-10,MICROSOFT 365 E5 DEVELOPER (WITHOUT WINDOWS AND AUDIO CONFERENCING)';

test('reads a published sample row', () => {
  expect(openOffice365ActiveUserDetail(HEADER).readRow(CONCEALED.split(','))).toEqual({
    row: {
      refreshDay: parseDay('2022-10-23'),
      userId: '77e5979dd60ba6eaa53e814dbeeefa5f',
      deleted: false,
      lastActive: [
        { workload: 'exchange', day: parseDay('2020-09-12') },
        { workload: 'onedrive', day: parseDay('2022-09-12') },
        { workload: 'sharepoint', day: parseDay('2021-10-30') },
        { workload: 'skypeforbusiness', day: parseDay('2020-10-30') },
        { workload: 'yammer', day: parseDay('2019-04-21') },
        { workload: 'teams', day: parseDay('2017-09-20') },
      ],
      products: 'MICROSOFT 365 E5 DEVELOPER (WITHOUT WINDOWS AND AUDIO CONFERENCING)',
      licensedSince: parseDay('2021-01-10'),
      licensed: true,
    },
  });
});

test('finds columns by name, in any order, beside others', () => {
  const header = ['Assigned Products', 'Copilot Last Activity Date', ...[...HEADER].reverse().slice(1), 'New Column'];
  expect(read(user('Ada'), header)).toMatchObject({
    row: { userId: 'ada@contoso.com', lastActive: [{ workload: 'exchange' }], products: 'OFFICE 365 E3' },
  });
});

test('covers the workloads that the header has columns for', () => {
  const without = HEADER.filter((name) => !/^(Yammer|Teams)/u.test(name));
  expect(openOffice365ActiveUserDetail(without).workloads).toEqual([
    'exchange',
    'onedrive',
    'sharepoint',
    'skypeforbusiness',
  ]);
});

test('takes the earliest licence date, and none where there is none', () => {
  const dates = { 'Exchange License Assign Date': '2025-06-02', 'Teams License Assign Date': '2025-05-01' };
  expect(read(user('ada', dates))).toMatchObject({ row: { licensedSince: parseDay('2025-05-01') } });
  expect(read(user('ada'))).toMatchObject({ row: { licensedSince: undefined } });
});

test('tells whether a user is licensed by the flags or by the dates of licences', () => {
  expect(read(user('ada', { 'Has Teams License': 'true' }))).toMatchObject({ row: { licensed: true } });
  expect(read(user('ada', { 'Yammer License Assign Date': '2025-05-01' }))).toMatchObject({ row: { licensed: true } });
  expect(read(user('ada', { 'Has Teams License': 'False' }))).toMatchObject({ row: { licensed: false } });
});

test('reads deleted users and users whose name is not even replaced', () => {
  expect(read(user('ada', { 'Is Deleted': 'TRUE' }))).toMatchObject({ row: { deleted: true } });
  expect(read(user('ada', { 'User Principal Name': '(Unknown)' }))).toMatchObject({ row: { userId: undefined } });
});

test.each<[string, Row, string]>([
  ['a date of another form', { 'Teams Last Activity Date': '01/02/2026' }, 'bad_date'],
  ['a day that does not exist', { 'Teams Last Activity Date': '2026-02-30' }, 'bad_date'],
  ['no refresh date', { 'Report Refresh Date': ' ' }, 'bad_date'],
  ['activity after the refresh date', { 'Teams Last Activity Date': '2026-03-02' }, 'date_after_refresh'],
  ['a flag that is neither', { 'Is Deleted': 'perhaps' }, 'bad_flag'],
])('refuses a row with %s, and still tells whose it is', (_, row, code) => {
  expect(read(user('ada', row))).toMatchObject({ bad: { code, userId: 'ada@contoso.com' } });
});

test.each(['3/9/2026', '03/09/2026 00:00', '9.3.2026', '09-03-26', '46090'])(
  'says of %s where such dates come from',
  (text) => {
    const { bad } = { bad: undefined, ...read(user('ada', { 'Report Refresh Date': text })) };
    expect(bad?.message).toBe(
      `"Report Refresh Date" is "${text}", as spreadsheets write dates: the file was opened and saved by one. Export it again, or write dates like 2026-03-09.`,
    );
  },
);

test('refuses a row without a user', () => {
  expect(read(user('ada', { 'User Principal Name': '' }))).toMatchObject({
    bad: { code: 'bad_user', userId: undefined },
  });
});

test('takes rows without the empty cells at their end, and refuses those that end before or are longer', () => {
  const { readRow } = openOffice365ActiveUserDetail(HEADER);
  const fields = fieldsOf(user('ada'));
  expect(readRow(fields.slice(0, 12))).toEqual(read(user('ada', { 'Assigned Products': '' })));
  expect(readRow(fields.slice(0, 3))).toEqual({
    bad: {
      code: 'too_few_columns',
      message: 'The row has 3 columns, the header 24; it ends before "Is Deleted".',
      userId: 'ada@contoso.com',
    },
  });
  expect(readRow([...fields, ''])).toEqual({
    bad: { code: 'too_many_columns', message: 'The row has 25 columns, the header 24.', userId: 'ada@contoso.com' },
  });
});

const TEAMS =
  'Report Refresh Date,Tenant Display Name,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Team Chat Message Count,Private Chat Message Count,Report Period';

test.each<[string, string[], string]>([
  [
    'names the kind that the file looks like',
    TEAMS.split(','),
    'The file lacks the column "Assigned Products"; it looks like graph.teamsUserActivityUserDetail.',
  ],
  ['names the missing columns', HEADER.slice(0, -1), 'The file lacks the column "Assigned Products".'],
  ['tells of a column that is there twice', [...HEADER, 'User Principal Name'], '"User Principal Name" appears twice'],
  [
    'wants at least one workload',
    ['Report Refresh Date', 'User Principal Name', 'Is Deleted', 'Assigned Products'],
    'last activity',
  ],
])('%s', (_, header, message) => {
  expect(() => openOffice365ActiveUserDetail(header)).toThrow(
    expect.objectContaining({ code: 'wrong_file', line: 1, message: expect.stringContaining(message) }),
  );
});
