import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, TEAMS_PLAN, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports, uploadedEvent, withoutMarks } from './imports-under-test.ts';

/** A step that has no time stops as soon as it may: after 500 users stored. */
const NO_TIME = 1e-9;

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
});
afterAll(() => imports.stop());

const KIND = 'graph.users';
const day = parseDay;
const TODAY = day('2026-03-02');

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};
const hand = (customerId: string, users: readonly unknown[], more: object = {}) =>
  imports.hand({ kind: KIND, customerId, ...more }, `\ufeff${JSON.stringify(usersAnswer(users))}`);
const importUsers = async (customerId: string, users: readonly unknown[], more: object = {}) =>
  imports.run(await hand(customerId, users, more));

const withoutTeams = (more: object = {}) => assignment({ disabledPlans: [TEAMS_PLAN], ...more });

test('comes to the same in many steps, each of them delivered twice at once', { timeout: 120_000 }, async () => {
  const customerId = await freshCustomer('many-steps');
  // Of 1,200 users every tenth holds nothing, and the others E3, twice. For every fourth, none of them a tenth, both
  // assignments leave Teams out.
  const users = Array.from({ length: 1_200 }, (_, at) =>
    graphUser(
      `u${at}`,
      at % 10 === 0 ? [] : [at % 4 === 1 ? withoutTeams() : assignment(), withoutTeams({ assignedByGroup: 'g1' })],
    ),
  );
  const id = await hand(customerId, users);
  let steps = 0;
  for (let messages: unknown[] = [uploadedEvent(id)]; messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) {
      await Promise.all([imports.deliver(message), imports.deliver(message)]);
      steps += 1;
    }
  expect(steps).toBeGreaterThanOrEqual(3);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    progress: 1,
    rows: 1_200,
    counts: { users: 1_200, assignments: 1_080, withheldWorkloads: 300 },
    errorCount: 0,
    warnings: [],
  });
  const since = day('2026-02-10');
  const assignments = await imports.assignmentsOf(customerId);
  expect(assignments.size).toBe(1_080);
  expect(new Set([...assignments.values()].map((holdings) => JSON.stringify(holdings)))).toEqual(
    new Set([JSON.stringify({ [E3]: [[since, true]] })]),
  );
  const withheld = await imports.withheldOf(customerId);
  expect(withheld.size).toBe(300);
  expect(withheld.get('u1@contoso.com')).toEqual({ [E3]: { teams: [[since, true]] } });
  expect(withoutMarks(await readCoverage(imports.tables.licensing, customerId))).toEqual({
    activity: {},
    assignments: { from: '2026-03-01', through: '2026-03-02' },
    assignmentList: { firstDay: '2026-03-02', day: '2026-03-02', undecided: [] },
    identityMode: 'readable',
  });
});

test('takes a newer list for the truth of its day', async () => {
  const customerId = await freshCustomer('newer');
  await importUsers(
    customerId,
    [
      graphUser('ada', [withoutTeams()]),
      graphUser('bob', [withoutTeams({ lastUpdatedDateTime: null })]),
      graphUser('cem', [assignment({ lastUpdatedDateTime: '2026-02-27T00:00:00Z' })]),
      graphUser('dan', [assignment()]),
    ],
    { day: '2026-02-20' },
  );
  const second = await importUsers(customerId, [
    graphUser('ada', [assignment(), assignment({ skuId: M365_E5 })]),
    graphUser('bob', []),
    graphUser('dan', [], { assignedLicenses: 'broken' }),
    graphUser('eve', [withoutTeams()]),
  ]);
  expect(second).toMatchObject({
    status: 'complete',
    errors: [{ line: null, code: 'bad_item' }],
    counts: { users: 4, assignments: 3, withheldWorkloads: 1 },
  });
  const [began, before] = [day('2026-02-10'), day('2026-02-20')];
  const until = (from: number) => [
    [from, true],
    [TODAY, false],
  ];
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['ada@contoso.com', { [E3]: [[began, true]], [M365_E5]: [[TODAY, true]] }],
      ['bob@contoso.com', { [E3]: until(before) }],
      ['cem@contoso.com', { [E3]: until(before) }],
      ['dan@contoso.com', { [E3]: [[began, true]] }],
      ['eve@contoso.com', { [E3]: [[TODAY, true]] }],
    ]),
  );
  expect(await imports.withheldOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['ada@contoso.com', { [E3]: { teams: until(began) } }],
      ['bob@contoso.com', { [E3]: { teams: until(before) } }],
      ['eve@contoso.com', { [E3]: { teams: [[TODAY, true]] } }],
    ]),
  );
  const older = await importUsers(customerId, [graphUser('zoe', [assignment()])], { day: '2026-03-01' });
  expect(older).toMatchObject({ status: 'failed', errors: [{ code: 'older_than_stored' }] });
  expect((await imports.assignmentsOf(customerId)).has('zoe@contoso.com')).toBe(false);
});

test('changes nothing when a file comes twice, and lets the last of two files of one day decide', async () => {
  const customerId = await freshCustomer('same-day');
  const users = [graphUser('ada', [withoutTeams()]), graphUser('bob', [assignment()])];
  await importUsers(customerId, users);
  const once = [await imports.assignmentsOf(customerId), await imports.withheldOf(customerId)];
  await importUsers(customerId, users);
  expect([await imports.assignmentsOf(customerId), await imports.withheldOf(customerId)]).toEqual(once);
  await importUsers(customerId, [graphUser('ada', [assignment({ lastUpdatedDateTime: null })])]);
  const began = day('2026-02-10');
  const ended = [
    [began, true],
    [TODAY, false],
  ];
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['ada@contoso.com', { [E3]: [[began, true]] }],
      ['bob@contoso.com', { [E3]: ended }],
    ]),
  );
  expect(await imports.withheldOf(customerId)).toEqual(new Map([['ada@contoso.com', { [E3]: { teams: ended } }]]));
});

test('waits for its turn behind another list, and lets that go first', async () => {
  const customerId = await freshCustomer('turns');
  const many = Array.from({ length: 501 }, (_, at) => graphUser(`u${at}`, [assignment()]));
  const a = await hand(customerId, many, { day: '2026-03-01' });
  const b = await hand(customerId, [graphUser('ada', [])], { allowShrink: true });
  await imports.deliver({ importId: a });
  await imports.deliver({ importId: b });
  expect((await imports.progress(b)).status).toBe('running');
  expect((await imports.assignmentsOf(customerId)).size).toBe(500);
  await imports.deliver({ importId: a });
  await imports.deliver({ importId: b });
  await imports.deliver({ importId: b });
  expect([(await imports.progress(a)).status, (await imports.progress(b)).status]).toEqual(['complete', 'complete']);
  const last = (await imports.assignmentsOf(customerId)).get('u500@contoso.com');
  expect(last).toMatchObject({ [E3]: { length: 2, 1: [TODAY, false] } });
  await imports.queue.take();
});

test('joins neither with concealed names nor with those of a report that has them, unless told to replace', async () => {
  const customerId = await freshCustomer('concealed');
  const hidden = user('x', { 'User Principal Name': 'A'.repeat(32) });
  const report = { kind: 'graph.office365ActiveUserDetail', customerId };
  await imports.run(await imports.hand(report, csvOf([hidden])));
  const users = [graphUser('ada', [withoutTeams()])];
  const refused = await importUsers(customerId, users);
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'identity_mode_changed' }] });
  expect(await imports.withheldOf(customerId)).toEqual(new Map());
  expect((await importUsers(customerId, users, { replaceIdentityMode: true })).status).toBe('complete');
  expect(await imports.assignmentsOf(customerId)).toEqual(
    new Map<string, unknown>([
      [
        'a'.repeat(32),
        {
          [E3]: [
            [day('2026-03-01'), true],
            [TODAY, false],
          ],
        },
      ],
      ['ada@contoso.com', { [E3]: [[TODAY, true]] }],
    ]),
  );
});

test('a report on users leaves what is withheld of products still held', async () => {
  const customerId = await freshCustomer('report-after');
  await importUsers(customerId, [graphUser('ada', [withoutTeams()]), graphUser('bob', [withoutTeams()])], {
    day: '2026-02-27',
  });
  const rows = [user('ada'), user('bob', { 'Assigned Products': 'MICROSOFT 365 E5' })];
  const report = { kind: 'graph.office365ActiveUserDetail', customerId };
  expect((await imports.run(await imports.hand(report, csvOf(rows)))).status).toBe('complete');
  const began = day('2026-02-10');
  expect(await imports.withheldOf(customerId)).toEqual(
    new Map<string, unknown>([
      ['ada@contoso.com', { [E3]: { teams: [[began, true]] } }],
      [
        'bob@contoso.com',
        {
          [E3]: {
            teams: [
              [began, true],
              [day('2026-03-01'), false],
            ],
          },
        },
      ],
    ]),
  );
});

test('a report older than the list of users tells what they did, and leaves who holds what as it is', async () => {
  const customerId = await freshCustomer('older-report');
  await importUsers(customerId, [graphUser('ada', [withoutTeams()])]);
  const before = await imports.assignmentsOf(customerId);
  const rows = [user('ada', { 'Assigned Products': 'MICROSOFT 365 E5' }), user('bob')];
  const report = { kind: 'graph.office365ActiveUserDetail', customerId };
  expect(await imports.run(await imports.hand(report, csvOf(rows)))).toMatchObject({
    status: 'complete',
    counts: { activeDays: 2 },
    warnings: [{ code: 'assignments_not_used', message: expect.stringContaining('known of 2026-03-02') }],
  });
  expect([...(await imports.calendarsOf(customerId)).keys()]).toEqual(['ada@contoso.com', 'bob@contoso.com']);
  expect(await imports.assignmentsOf(customerId)).toEqual(before);
  expect(await readCoverage(imports.tables.licensing, customerId)).toMatchObject({
    activity: { exchange: '2026-03-01' },
    assignments: { from: '2026-03-01', through: '2026-03-02' },
    assignmentList: { day: '2026-03-02' },
  });
});

test.each<[string, string, string]>([
  ['is cut short', JSON.stringify(usersAnswer([graphUser('ada', [assignment()])])).slice(0, -9), 'invalid_json'],
  ['is CSV', csvOf([user('ada')]), 'wrong_file'],
  ['is of another kind', JSON.stringify(skusAnswer([subscribedSku({ skuId: E3 })])), 'wrong_file'],
  ['names nobody', JSON.stringify(usersAnswer([graphUser('x', [], { userPrincipalName: null })])), 'no_users'],
])('stores nothing of a file that %s', async (_, file, code) => {
  const customerId = await freshCustomer('refused');
  const answer = await imports.run(await imports.hand({ kind: KIND, customerId }, file));
  expect(answer).toMatchObject({ status: 'failed', errors: [{ code }] });
  expect(await imports.assignmentsOf(customerId)).toEqual(new Map());
  expect(withoutMarks(await readCoverage(imports.tables.licensing, customerId))).toEqual({ activity: {} });
});

test('a first list tells of the day before it too, where it says since when everything is held', async () => {
  const knownOf = async (name: string, users: readonly unknown[], more: object = {}) => {
    const customerId = await freshCustomer(name);
    await importUsers(customerId, users, more);
    return { customerId, known: (await readCoverage(imports.tables.licensing, customerId)).assignments };
  };
  const dated = graphUser('dated', [assignment()]);
  const nobody = graphUser('nobody', []);
  const { customerId, known } = await knownOf('dated', [dated, nobody], { day: '2026-03-01' });
  expect(known).toEqual({ from: '2026-02-28', through: '2026-03-01' });
  await importUsers(customerId, [dated, graphUser('undated', [assignment({ lastUpdatedDateTime: null })])]);
  expect((await readCoverage(imports.tables.licensing, customerId)).assignments).toEqual({
    from: '2026-02-28',
    through: '2026-03-02',
  });
  const undated = graphUser('undated', [assignment({ lastUpdatedDateTime: null })]);
  expect((await knownOf('undated', [dated, undated])).known).toEqual({ from: '2026-03-02', through: '2026-03-02' });
});
