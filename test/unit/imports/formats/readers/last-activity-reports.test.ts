import { expect, test } from 'vitest';
import { READERS } from '../../../../../lib/imports/formats/readers/readers.ts';
import { parseDay } from '../../../../../lib/time/day.ts';
import {
  type ActivityRow,
  activeUser,
  activityFields,
  headerOf,
} from '../../../../fixtures/imports/activity-reports.ts';

const REPORTS = {
  teams: READERS['graph.teamsUserActivityUserDetail'],
  teams2020: READERS['graph.teamsUserActivityUserDetail'],
  yammer: READERS['graph.yammerActivityUserDetail'],
  onedrive: READERS['graph.oneDriveActivityUserDetail'],
  sharepoint: READERS['graph.sharePointActivityUserDetail'],
} as const;
type Report = keyof typeof REPORTS;
const reports = Object.keys(REPORTS) as Report[]; // Object.keys forgets the literal types

const read = (report: Report, row: ActivityRow, header = headerOf(report)) =>
  REPORTS[report](header).readRow(activityFields(header, row));

test.each(reports)('reads the last active day of a user in %s', (report) => {
  const workload = report.replace('2020', '');
  expect(REPORTS[report](headerOf(report)).workloads).toEqual([workload]);
  expect(read(report, activeUser('Ada', '2026-02-27'))).toEqual({
    row: {
      refreshDay: parseDay('2026-03-01'),
      userId: 'ada@contoso.com',
      deleted: false,
      lastActive: [{ workload, day: parseDay('2026-02-27') }],
      periodFrom: parseDay('2026-02-23'), // of the 7 days of the fixture's period
    },
  });
  expect(read(report, activeUser('bob'))).toMatchObject({ row: { lastActive: [] } });
});

test.each(reports)('finds the columns of %s in any order, beside new ones and without most', (report) => {
  const mixed = ['Copilot Count', ...headerOf(report).reverse(), 'Another New Column'];
  expect(read(report, activeUser('ada', '2026-02-27'), mixed)).toMatchObject({ row: { userId: 'ada@contoso.com' } });
  const optional = ['Is Deleted', 'Deleted Date', 'User State', 'Assigned Products', 'Display Name', 'Report Period'];
  const few = headerOf(report).filter((name) => !optional.includes(name));
  expect(read(report, activeUser('ada', '2026-02-27'), few)).toMatchObject({
    row: { deleted: false, lastActive: [{ day: parseDay('2026-02-27') }] },
  });
});

test.each(reports)('takes concealed users of %s, and knows no user behind "(Unknown)"', (report) => {
  const named = (name: string) => read(report, activeUser('x', '2026-02-27', { 'User Principal Name': name }));
  expect(named('77E5979DD60BA6EAA53E814DBEEEFA5F')).toMatchObject({
    row: { userId: '77e5979dd60ba6eaa53e814dbeeefa5f' },
  });
  expect(named('<PII:H105(abc)>@contoso.com')).toMatchObject({ row: { userId: '<pii:h105(abc)>@contoso.com' } });
  expect(named('(Unknown)')).toMatchObject({ row: { userId: undefined } });
});

test('tells the users of Teams apart by name where the id of all is zeros', () => {
  const header = headerOf('teams');
  const ids = ['A', 'B'].map((digit) => {
    const reading = read('teams', activeUser('x', '', { 'User Principal Name': digit.repeat(32) }), header);
    return 'row' in reading ? reading.row.userId : undefined;
  });
  expect(ids).toEqual(['a'.repeat(32), 'b'.repeat(32)]);
});

test.each([
  ['teams', { 'Is Deleted': 'True' }, true],
  ['onedrive', { 'Is Deleted': 'TRUE' }, true],
  ['sharepoint', { 'Is Deleted': '' }, false],
  ['yammer', { 'User State': 'Deleted' }, true],
  ['yammer', { 'User State': 'suspended' }, false],
] as const)('%s with %j: deleted is %s', (report, cells, deleted) => {
  expect(read(report, activeUser('ada', '2026-02-27', cells))).toMatchObject({ row: { deleted } });
});

test.each<[string, ActivityRow, string]>([
  ['a date of another form', { 'Last Activity Date': '27.02.2026' }, 'bad_date'],
  ['no refresh date', { 'Report Refresh Date': '' }, 'bad_date'],
  ['activity after the refresh date', { 'Last Activity Date': '2026-03-02' }, 'date_after_refresh'],
  ['a flag that is neither', { 'Is Deleted': 'perhaps' }, 'bad_flag'],
])('refuses a row with %s, and still tells whose it is', (_, cells, code) => {
  expect(read('teams', activeUser('ada', '', cells))).toMatchObject({ bad: { code, userId: 'ada@contoso.com' } });
});

test('takes rows without the empty cells at their end, and refuses shorter, longer and nameless ones', () => {
  const { readRow } = READERS['graph.yammerActivityUserDetail'](headerOf('yammer'));
  const fields = activityFields(headerOf('yammer'), activeUser('ada'));
  expect(readRow(fields.slice(0, -1))).toEqual(readRow([...fields.slice(0, -1), '']));
  expect(readRow(fields.slice(0, 1))).toMatchObject({ bad: { code: 'too_few_columns', userId: undefined } });
  expect(readRow([...fields, ''])).toMatchObject({ bad: { code: 'too_many_columns' } });
  expect(read('yammer', { 'User Principal Name': ' ' })).toMatchObject({ bad: { code: 'bad_user' } });
});
