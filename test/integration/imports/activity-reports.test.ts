import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import {
  type ActivityReport,
  type ActivityRow,
  activeUser,
  activityFile,
} from '../../fixtures/imports/activity-reports.ts';
import { COPILOT_HEADERS, copilotFields, copilotFile } from '../../fixtures/imports/copilot-users.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports } from './imports-under-test.ts';

/** Every step stops as soon as it may: after 500 rows. */
const NO_TIME = 1e-9;

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
});
afterAll(() => imports.stop());

const KINDS = {
  teams: 'graph.teamsUserActivityUserDetail',
  teams2020: 'graph.teamsUserActivityUserDetail',
  yammer: 'graph.yammerActivityUserDetail',
  onedrive: 'graph.oneDriveActivityUserDetail',
  sharepoint: 'graph.sharePointActivityUserDetail',
} as const;
const day = parseDay;

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};

const handIn = (report: ActivityReport, customerId: string, rows: readonly ActivityRow[], more: object = {}) =>
  imports.hand({ kind: KINDS[report], customerId, ...more }, activityFile(report, rows));
const importRows = async (report: ActivityReport, customerId: string, rows: readonly ActivityRow[], more?: object) =>
  imports.run(await handIn(report, customerId, rows, more));
const coverageOf = (customerId: string) => readCoverage(imports.tables.licensing, customerId);

test.each(Object.keys(KINDS) as ActivityReport[])(
  'stores the activity of %s, and nothing of who holds what',
  async (report) => {
    const customerId = await freshCustomer(`of-${report}`);
    const workload = report.replace('2020', '');
    const answer = await importRows(report, customerId, [
      activeUser('ada', '2026-02-27'),
      activeUser('bob', '2025-06-01'),
      activeUser('cem'),
      activeUser('dan', '2026-02-20', { 'Is Deleted': 'True', 'User State': 'deleted' }),
      activeUser('x', '2026-03-01', { 'User Principal Name': '(Unknown)' }),
    ]);
    expect(answer).toMatchObject({
      status: 'complete',
      progress: 1,
      rows: 5,
      counts: { users: 4, activeDays: 2, olderActiveDays: 1, deletedUsers: 1, unknownUsers: 1 },
      errors: [],
      warnings: [],
    });
    expect(await imports.calendarsOf(customerId)).toEqual(
      new Map([
        ['ada@contoso.com', { lastDay: day('2026-02-27'), words: { [workload]: 1 } }],
        ['dan@contoso.com', { lastDay: day('2026-02-20'), words: { [workload]: 1 } }],
      ]),
    );
    expect(await imports.assignmentsOf(customerId)).toEqual(new Map());
    expect(await coverageOf(customerId)).toEqual({
      activity: { [workload]: '2026-03-01' },
      heardFrom: { [workload]: '2026-02-02' }, // its oldest date reaches over the whole window
      lastActivity: { [workload]: ['2026-03-01'] },
      identityMode: 'readable',
    });
  },
);

test('comes to the same in many steps, each of them delivered twice at once', { timeout: 60_000 }, async () => {
  const customerId = await freshCustomer('many-steps');
  const rows = Array.from({ length: 1_100 }, (_, at) =>
    activeUser(`u${at}`, at % 11 === 0 ? '2026-02-27' : '', at === 7 ? { 'Is Deleted': '?' } : {}),
  );
  const id = await handIn('onedrive', customerId, rows);
  // Three for checking, three for activity; the last of checking goes on with activity.
  expect(await imports.runTwice(id)).toBeGreaterThanOrEqual(5);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    rows: 1_100,
    counts: { users: 1_099, activeDays: 100 },
    errors: [{ line: 9, code: 'bad_flag' }],
  });
  expect((await imports.calendarsOf(customerId)).size).toBe(100);
  expect((await coverageOf(customerId)).activity).toEqual({ onedrive: '2026-03-01' });
});

test('shows how far it is', async () => {
  const customerId = await freshCustomer('progress');
  const id = await handIn(
    'yammer',
    customerId,
    Array.from({ length: 1_000 }, (_, at) => activeUser(`u${at}`)),
  );
  const seen: number[] = [];
  await imports.runSteps(id, async (message) => {
    await imports.deliver(message);
    seen.push((await imports.progress(id)).progress);
  });
  expect(seen).toEqual([expect.closeTo(0.05, 2), expect.closeTo(0.55, 2), 1]);
});

test('an older file still adds days, and takes nothing back', async () => {
  const customerId = await freshCustomer('older');
  const of = (date: string, last: string) => [activeUser('ada', last, { 'Report Refresh Date': date })];
  await importRows('teams', customerId, of('2026-03-01', '2026-02-28'));
  expect((await importRows('teams', customerId, of('2026-02-26', '2026-02-25'))).status).toBe('complete');
  expect(await imports.calendarsOf(customerId)).toEqual(
    new Map([['ada@contoso.com', { lastDay: day('2026-02-28'), words: { teams: 0b1001 } }]]),
  );
  expect(await coverageOf(customerId)).toMatchObject({
    activity: { teams: '2026-03-01' },
    lastActivity: { teams: ['2026-02-26', '2026-03-01'] },
  });
});

test('leaves the licences and the other workloads of a list of all users as they are', async () => {
  const customerId = await freshCustomer('beside');
  await imports.run(await imports.hand({ kind: 'graph.office365ActiveUserDetail', customerId }, csvOf([user('ada')])));
  await importRows('sharepoint', customerId, [activeUser('bob', '2026-02-27', { 'Assigned Products': '' })]);
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map([['ada@contoso.com', { [E3]: [[day('2026-03-01'), true]] }]]),
  );
  expect(await coverageOf(customerId)).toMatchObject({
    activity: { exchange: '2026-03-01', sharepoint: '2026-03-01' },
    assignmentList: { day: '2026-03-01' },
  });
});

test('keeps the days of Copilot by app, and is heard of all apps by either version of its report', async () => {
  const customerId = await freshCustomer('copilot');
  const row = { 'Last Activity Date': '2026-02-27', 'Word Copilot Last Activity Date': '2026-02-27' };
  const handInCopilot = (header: readonly string[], rows: readonly (readonly string[])[]) =>
    imports.hand({ kind: 'graph.copilot-users', customerId }, copilotFile(header, rows));
  const { v1, v2 } = COPILOT_HEADERS;
  const agent = { ...row, 'Copilot Agent Last Activity Date': '2026-02-25' };
  await imports.run(await handInCopilot(v2, [copilotFields(v2, 'ada', agent), copilotFields(v2, 'bob')]));
  const older = { ...row, 'Word Copilot Last Activity Date': '2026-02-24' };
  expect(await imports.run(await handInCopilot(v1, [copilotFields(v1, 'ada', older)]))).toMatchObject({
    status: 'complete',
    counts: { users: 1, activeDays: 2 },
  });
  expect(await imports.calendarsOf(customerId)).toEqual(
    new Map([
      [
        'ada@contoso.com',
        { lastDay: day('2026-02-27'), words: { copilot: 1, copilotword: 0b1001, copilotagent: 0b100 } },
      ],
    ]),
  );
  const { activity } = await coverageOf(customerId);
  expect(Object.keys(activity)).toHaveLength(12);
  expect(new Set(Object.values(activity))).toEqual(new Set(['2026-03-01']));
  expect(await imports.assignmentsOf(customerId)).toEqual(new Map());

  const all = [copilotFields(v2, 'ada'), copilotFields(v2, 'ada', { 'Report Period': '90' })];
  expect(await imports.run(await handInCopilot(v2, all))).toMatchObject({
    status: 'failed',
    errors: [{ code: 'several_periods' }],
  });
});

test('refuses users of the other kind of name unless told to replace; what was known of the others then ends', async () => {
  const customerId = await freshCustomer('concealed');
  const hidden = [activeUser('x', '2026-03-01', { 'User Principal Name': 'A'.repeat(32) })];
  await imports.run(await imports.hand({ kind: 'graph.office365ActiveUserDetail', customerId }, csvOf([user('ada')])));
  expect(await importRows('teams', customerId, hidden)).toMatchObject({
    status: 'failed',
    errors: [{ line: null, code: 'identity_mode_changed' }],
  });
  expect((await imports.calendarsOf(customerId)).size).toBe(1);
  expect(await importRows('teams', customerId, hidden, { replaceIdentityMode: true })).toMatchObject({
    status: 'complete',
  });
  expect(await coverageOf(customerId)).toEqual({
    activity: { teams: '2026-03-01' },
    heardFrom: { teams: '2026-02-23' }, // of the 7 days of its period
    lastActivity: { teams: ['2026-03-01'] },
    identityMode: 'concealed',
  });
});

test.each<[string, string, object]>([
  [
    'the file of another workload',
    activityFile('sharepoint', [activeUser('ada')]),
    {
      code: 'wrong_file',
      line: 1,
      message: expect.stringContaining('it looks like graph.sharePointActivityUserDetail'),
    },
  ],
  [
    'a file cut short',
    activityFile('onedrive', [activeUser('ada'), activeUser('bob')]).slice(0, -20),
    { code: 'file_cut_short', line: 3 },
  ],
  ['a file without rows', activityFile('onedrive', []), { code: 'empty_file', line: null }],
  ['JSON', '{"value":[]}', { code: 'wrong_file', line: null }],
])('stores nothing of %s', async (_, file, error) => {
  const customerId = await freshCustomer('refused');
  const answer = await imports.run(await imports.hand({ kind: KINDS.onedrive, customerId }, file));
  expect(answer).toMatchObject({ status: 'failed', errors: [error] });
  expect(await imports.calendarsOf(customerId)).toEqual(new Map());
  expect(await coverageOf(customerId)).toEqual({ activity: {} });
});
