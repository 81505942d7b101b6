import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const KIND = 'graph.office365ActiveUserDetail';
const VISIO = 'c5928f49-12ba-48f7-ada3-0d743a3601d5';
const day = parseDay;

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};

const importRows = async (customerId: string, rows: readonly Row[], more: object = {}) =>
  imports.run(await imports.hand({ kind: KIND, customerId, ...more }, csvOf(rows)));

const onDay = (date: string, row: Row = {}): Row => ({
  'Report Refresh Date': date,
  'Exchange Last Activity Date': date,
  ...row,
});

test('imports 10,000 users with the figures that a hand calculation gives', { timeout: 120_000 }, async () => {
  const customerId = await freshCustomer('large');
  const back = (days: number) => new Date(Date.UTC(2026, 2, 1 - days)).toISOString().slice(0, 10);
  const rows = Array.from({ length: 10_000 }, (_, at) =>
    user(`u${at}`, {
      // Every fifth user was ever active: of 40 consecutive dates 31 are within the 31 days before 2 March, when the
      // file is imported. 1,550 of 2,000 are kept.
      'Exchange Last Activity Date': at % 5 === 0 ? back((at / 5) % 40) : '',
      // 250 of those again.
      'Teams Last Activity Date': at % 40 === 0 ? '2026-02-20' : '',
      // 1,000 hold E3, 1,000 hold E5, 200 of the former Visio beside: 2,200.
      'Assigned Products': [
        ...(at % 10 === 0 ? ['OFFICE 365 E3'] : []),
        ...(at % 10 === 1 ? ['MICROSOFT 365 E5'] : []),
        ...(at % 50 === 0 ? ['VISIO PLAN 2'] : []),
      ].join('+'),
    }),
  );
  expect(await importRows(customerId, rows)).toEqual({
    id: expect.any(String),
    kind: KIND,
    customerId,
    status: 'complete',
    progress: 1,
    rows: 10_000,
    counts: { activeDays: 1_800, olderActiveDays: 450, users: 10_000, assignments: 2_200 },
    errors: [],
    errorCount: 0,
    warnings: [],
    createdAt: '2026-03-02T10:00:00.000Z',
    finishedAt: expect.any(String),
    canUndo: true,
    undoUntil: expect.stringMatching(/^2026-03-16T10:00/u),
    putsBack: { holders: 0, holdings: 0 },
  });

  const calendars = await imports.calendarsOf(customerId);
  // The Teams users are every eighth of the 2,000, whose Exchange dates lie 0, 8, 16, 24 or 32 days back: the fifth of
  // them whose Exchange date is too old, 50, have a calendar all the same.
  expect(calendars.size).toBe(1_600);
  expect(calendars.get('u40@contoso.com')).toEqual({
    lastDay: day('2026-02-21'),
    words: { exchange: 1, teams: 0b10 },
  });
  const assignments = [...(await imports.assignmentsOf(customerId)).values()].map((holdings) =>
    Object.keys(holdings as object),
  );
  expect([E3, M365_E5, VISIO].map((sku) => assignments.filter((held) => held.includes(sku)).length)).toEqual([
    1_000, 1_000, 200,
  ]);
  const through = '2026-03-01';
  const workloads = ['exchange', 'onedrive', 'sharepoint', 'skypeforbusiness', 'yammer', 'teams'];
  expect(await readCoverage(imports.tables.licensing, customerId)).toMatchObject({
    activity: Object.fromEntries(workloads.map((workload) => [workload, through])),
    assignments: { from: through, through },
    identityMode: 'readable',
  });
});

test('takes a newer file for the truth of its day', async () => {
  const customerId = await freshCustomer('newer');
  const first = [
    user('ada', {
      ...onDay('2026-02-27'),
      'Assigned Products': 'OFFICE 365 E3+VISIO PLAN 2',
      'Teams License Assign Date': '2025-05-01',
    }),
    user('bob', onDay('2026-02-27')),
    user('cem', onDay('2026-02-27')),
    user('dan', onDay('2026-02-27')),
  ];
  await importRows(customerId, first);
  const second = [
    user('ada', {
      ...onDay('2026-03-01'),
      'Assigned Products': 'OFFICE 365 E3+MICROSOFT 365 E5',
      'Teams License Assign Date': '2025-05-01',
    }),
    user('bob', { ...onDay('2026-03-01'), 'Is Deleted': 'True' }),
    user('dan', { ...onDay('2026-03-01'), 'Is Deleted': 'a broken row' }),
    user('eve', onDay('2026-03-01')),
  ];
  const { status, errors, counts } = await importRows(customerId, second);
  expect({ status, errors: errors.map(({ line, code }) => [line, code]), counts }).toEqual({
    status: 'complete',
    errors: [[4, 'bad_flag']],
    counts: { activeDays: 3, olderActiveDays: 0, deletedUsers: 1, users: 4, assignments: 3 },
  });
  const [before, after] = [day('2026-02-27'), day('2026-03-01')];
  const ended = {
    [E3]: [
      [before, true],
      [after, false],
    ],
  };
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      [
        'ada@contoso.com',
        {
          [E3]: [[day('2025-05-01'), true]],
          [VISIO]: [
            [day('2025-05-01'), true],
            [after, false],
          ],
          [M365_E5]: [[after, true]],
        },
      ],
      ['bob@contoso.com', ended],
      ['cem@contoso.com', ended],
      ['dan@contoso.com', { [E3]: [[before, true]] }],
      ['eve@contoso.com', { [E3]: [[after, true]] }],
    ]),
  );
  expect((await imports.calendarsOf(customerId)).get('bob@contoso.com')).toEqual({
    lastDay: after,
    words: { exchange: 0b101 },
  });

  const older = await importRows(customerId, [user('zoe', onDay('2026-02-28'))]);
  expect(older).toMatchObject({ status: 'failed', errors: [{ line: null, code: 'older_than_stored' }] });
  expect((await imports.calendarsOf(customerId)).has('zoe@contoso.com')).toBe(false);
});

test('lets the last of two files of one day decide, and changes nothing when a file comes twice', async () => {
  const customerId = await freshCustomer('same-day');
  await importRows(customerId, [user('ada'), user('bob')]);
  const once = await imports.assignmentsOf(customerId);
  await importRows(customerId, [user('ada'), user('bob')]);
  expect(await imports.assignmentsOf(customerId)).toEqual(once);
  await importRows(customerId, [user('bob'), user('cem')]);
  const held = { [E3]: [[day('2026-03-01'), true]] };
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['ada@contoso.com', {}],
      ['bob@contoso.com', held],
      ['cem@contoso.com', held],
    ]),
  );
});

test('decides what a name of two products means by the seats of the customer, and leaves it undecided before', async () => {
  const customerId = await freshCustomer('ambiguous');
  const rows = [user('ada', { 'Assigned Products': 'MICROSOFT 365 BUSINESS BASIC' })];
  const before = await importRows(customerId, rows);
  expect(before).toMatchObject({ counts: { assignments: 0 }, warnings: [{ code: 'ambiguous_product', count: 1 }] });
  const BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
  const seats = JSON.stringify(skusAnswer([subscribedSku({ skuId: BASIC })]));
  await imports.run(await imports.hand({ kind: 'graph.subscribedSkus', customerId }, seats));
  expect(await importRows(customerId, rows)).toMatchObject({ counts: { assignments: 1 }, warnings: [] });
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map([['ada@contoso.com', { [BASIC]: [[day('2026-03-01'), true]] }]]),
  );
});

test('puts the rows of one user together', async () => {
  const customerId = await freshCustomer('repeated');
  const answer = await importRows(customerId, [
    user('ada', { 'Teams Last Activity Date': '2026-02-28' }),
    user('Ada', { 'Assigned Products': 'VISIO PLAN 2' }),
    user('ada', { 'Is Deleted': 'True' }),
  ]);
  expect(answer).toMatchObject({
    counts: { users: 1, assignments: 2 },
    warnings: [{ code: 'duplicate_user', count: 2 }],
  });
  expect(Object.keys((await imports.assignmentsOf(customerId)).get('ada@contoso.com') as object).sort()).toEqual([
    E3,
    VISIO,
  ]);
});

test('refuses users of the other kind of name unless told to replace', async () => {
  const customerId = await freshCustomer('concealed');
  const hidden = (digit: string) => user('x', { 'User Principal Name': digit.repeat(32) });
  await importRows(customerId, [user('ada'), user('bob')]);
  const refused = await importRows(customerId, [hidden('A'), hidden('B')]);
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'identity_mode_changed' }] });
  expect((await imports.calendarsOf(customerId)).size).toBe(2);

  const taken = await importRows(customerId, [hidden('A'), hidden('B')], { replaceIdentityMode: true });
  expect(taken.status).toBe('complete');
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['a'.repeat(32), { [E3]: [[day('2026-03-01'), true]] }],
      ['ada@contoso.com', {}],
      ['b'.repeat(32), { [E3]: [[day('2026-03-01'), true]] }],
      ['bob@contoso.com', {}],
    ]),
  );
  expect((await importRows(customerId, [user('ada')])).errors[0]?.code).toBe('identity_mode_changed');
});

test.each<[string, string | Buffer, string, number | null]>([
  ['a file cut short', csvOf([user('ada'), user('bob')]).slice(0, -4), 'file_cut_short', 3],
  ['an open quote', csvOf([user('ada', { 'Display Name': 'A, B' })]).replace(' B"', ' B'), 'file_cut_short', 2],
  ['no rows', csvOf([]), 'empty_file', null],
  ['another report', 'Report Refresh Date,User Principal Name,Team Chat Message Count\n', 'wrong_file', 1],
  ['JSON', '{"value":[]}', 'wrong_file', null],
  ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'wrong_file', null],
])('stores nothing of %s', async (_, file, code, line) => {
  const customerId = await freshCustomer('refused');
  const { status, errors } = await imports.run(await imports.hand({ kind: KIND, customerId }, file));
  expect({ status, first: errors[0] }).toMatchObject({ status: 'failed', first: { code, line } });
  expect(await imports.assignmentsOf(customerId)).toEqual(new Map());
  expect(await imports.calendarsOf(customerId)).toEqual(new Map());
  expect((await readCoverage(imports.tables.licensing, customerId)).activity).toEqual({});
});

test('does nothing when a message of a finished import comes again, even with another file', async () => {
  const customerId = await freshCustomer('finished');
  const requested = (await imports.request({ kind: KIND, customerId })).body as Parameters<Imports['post']>[0]; // the 201
  await imports.post(requested, csvOf([user('ada')]));
  const finished = await imports.run(requested.id);
  await imports.post(requested, csvOf([user('bob')]));
  expect(await imports.run(requested.id)).toEqual(finished);
  expect([...(await imports.assignmentsOf(customerId)).keys()]).toEqual(['ada@contoso.com']);
});

test('ends an import whose customer left the portfolio, and forgets imports after 60 days', async () => {
  await storeCustomer(imports.tables.licensing, 'leaving', ['fabrikam']);
  const fabrikam = { subject: 'eve', partnerId: 'fabrikam', scopes: 'activity:write licensing:write' };
  const id = await imports.hand({ kind: KIND, customerId: 'leaving' }, csvOf([user('ada')]), fabrikam);
  await storeCustomer(imports.tables.licensing, 'leaving', []);
  expect(await imports.run(id)).toMatchObject({ status: 'failed', errors: [{ code: 'unknown_customer' }] });
  expect((await imports.show(id, fabrikam)).status).toBe(404);
  expect((await imports.show(id)).status).toBe(200);

  vi.setSystemTime(new Date('2026-05-01T10:00:00Z'));
  expect((await imports.show(id)).status).toBe(404);
  expect(await imports.deliver(uploadedEvent(id))).toBe(true);
  vi.setSystemTime(new Date('2026-03-02T10:00:00Z'));
});
