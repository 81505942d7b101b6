import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallMatch, Faults } from '../../../infra/local/gate/gate.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { E3, M365_E5 } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

/** A step that has no time stops as soon as it may: after 500 rows, or 500 users stored. */
const NO_TIME = 1e-9;

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
});
afterAll(() => imports.stop());

const KIND = 'graph.office365ActiveUserDetail';
const day = parseDay;

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};

const handIn = (customerId: string, rows: readonly Row[], more: object = {}) =>
  imports.hand({ kind: KIND, customerId, ...more }, csvOf(rows));

test('comes to the same in many steps, each of them delivered twice at once', { timeout: 120_000 }, async () => {
  const customerId = await freshCustomer('many-steps');
  const rows = Array.from({ length: 1_100 }, (_, at) =>
    user(`u${at}`, {
      'Exchange Last Activity Date': at % 11 === 0 ? '2026-02-27' : '2025-01-01',
      'Assigned Products': at % 550 === 7 ? 'FLOW FREE+OFFICE 365 E3' : 'OFFICE 365 E3',
      'Is Deleted': at % 550 === 8 ? 'nonsense' : 'False',
    }),
  );
  const id = await handIn(customerId, [...rows, user('u7')]);
  const steps = await imports.runTwice(id);
  // Three for checking, three for activity, three for assignments; the last of one phase goes on with the next.
  expect(steps).toBeGreaterThanOrEqual(6);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    progress: 1,
    rows: 1_101,
    counts: { activeDays: 101, olderActiveDays: 998, users: 1_100, assignments: 1_098 },
    errors: [{ line: 10 }, { line: 560 }],
    errorCount: 2,
    warnings: [
      { code: 'unknown_product', count: 2 },
      { code: 'duplicate_user', count: 1 },
    ],
  });
  const assignments = await imports.assignmentsOf(customerId);
  expect(assignments.size).toBe(1_098);
  expect(new Set([...assignments.values()].map((holdings) => JSON.stringify(holdings)))).toEqual(
    new Set([JSON.stringify({ [E3]: [[day('2026-03-01'), true]] })]),
  );
  expect((await imports.calendarsOf(customerId)).size).toBe(101);
});

/** From the given matching call on, calls fail until the faults are cleared. */
const failFrom = (faults: Faults, calls: number, match: CallMatch): void => {
  let seen = 0;
  const watch = () =>
    faults.before(match, () => {
      seen += 1;
      if (seen >= calls) faults.inject({ ...match, times: 1_000, kind: 'error500' });
      else watch();
    });
  watch();
};

test.each<[string, 'tables' | 'others', number, CallMatch]>([
  ['activity', 'tables', 5, { service: 'dynamodb', operation: 'PutItem', table: 'Activity' }],
  ['holdings', 'tables', 20, { service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }],
  ['how far an import is known', 'tables', 53, { service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }],
  ['the first step', 'tables', 1, { service: 'dynamodb', operation: 'PutItem', table: 'Jobs' }],
  ['a later step', 'tables', 3, { service: 'dynamodb', operation: 'PutItem', table: 'Jobs' }],
  ['what is read of the file', 'others', 4, { service: 's3', operation: 'GetObject', bucket: 'uploads' }],
  ['the next message', 'others', 2, { service: 'sqs', operation: 'SendMessageBatch', queue: 'under-test' }],
])('goes on after a crash while storing %s as if there had been none', async (name, which, calls, match) => {
  const customerId = await freshCustomer(name.replaceAll(' ', '-'));
  const rows = Array.from({ length: 510 }, (_, at) =>
    user(`u${at}`, {
      'Exchange Last Activity Date': at % 50 === 0 ? '2026-03-01' : '',
      'Assigned Products': at % 10 === 0 ? 'OFFICE 365 E3' : '',
    }),
  );
  const id = await handIn(customerId, rows);
  const faults = which === 'tables' ? imports.tables.faults : imports.faults;
  failFrom(faults, calls, match);
  let crashes = 0;
  await imports.runSteps(id, async (message) => {
    if (await imports.deliver(message)) return;
    crashes += 1;
    faults.clear();
    expect(await imports.deliver(message)).toBe(true);
  });
  expect(crashes).toBe(1);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    rows: 510,
    counts: { activeDays: 11, users: 510, assignments: 51 },
    errorCount: 0,
  });
  const held = JSON.stringify({ [E3]: [[day('2026-03-01'), true]] });
  expect([...(await imports.assignmentsOf(customerId)).values()].map((one) => JSON.stringify(one))).toEqual(
    Array(51).fill(held),
  );
  expect((await imports.calendarsOf(customerId)).size).toBe(11);
});

test('lets the newer of two files have the last word, whichever is first to be read', { timeout: 60_000 }, async () => {
  const older = [
    user('ada', { 'Report Refresh Date': '2026-02-27' }),
    user('bob', { 'Report Refresh Date': '2026-02-27' }),
  ];
  const newer = [user('bob', { 'Assigned Products': 'MICROSOFT 365 E5' })];
  const [before, after] = [day('2026-02-27'), day('2026-03-01')];
  const step = (importId: string) => imports.deliver({ importId });
  const end = async (importId: string) => {
    for (let tries = 0; tries < 10; tries += 1) await step(importId);
    return imports.progress(importId);
  };

  const first = await freshCustomer('older-first');
  const [a, b] = [await handIn(first, older), await handIn(first, newer)];
  await step(a);
  await step(b);
  expect([(await imports.progress(a)).status, (await imports.progress(b)).status]).toEqual(['running', 'running']);
  await step(b);
  expect(await imports.calendarsOf(first)).toMatchObject({ size: 2 });
  expect([(await end(a)).status, (await end(b)).status]).toEqual(['complete', 'complete']);
  expect(await imports.assignmentsOf(first)).toEqual(
    new Map<string, unknown>([
      [
        'ada@contoso.com',
        {
          [E3]: [
            [before, true],
            [after, false],
          ],
        },
      ],
      [
        'bob@contoso.com',
        {
          [E3]: [
            [before, true],
            [after, false],
          ],
          [M365_E5]: [[after, true]],
        },
      ],
    ]),
  );

  const second = await freshCustomer('newer-first');
  const [c, d] = [await handIn(second, newer), await handIn(second, older)];
  await step(c);
  await step(d);
  expect((await end(c)).status).toBe('complete');
  expect((await end(d)).errors).toMatchObject([{ code: 'older_than_stored' }]);
  expect([...(await imports.assignmentsOf(second)).keys()]).toEqual(['bob@contoso.com']);
  await imports.queue.take();
});

test('refuses to go on with another file than it began with', async () => {
  const customerId = await freshCustomer('replaced');
  const requested = (await imports.request({ kind: KIND, customerId })).body as Parameters<Imports['post']>[0]; // the 201
  const rows = Array.from({ length: 600 }, (_, at) =>
    user(`u${at}`, { 'Exchange Last Activity Date': '', 'Assigned Products': '' }),
  );
  await imports.post(requested, csvOf(rows));
  await imports.deliver(uploadedEvent(requested.id));
  expect((await imports.progress(requested.id)).status).toBe('running');
  await imports.post(requested, csvOf([user('ada')]));
  expect(await imports.run(requested.id)).toMatchObject({ status: 'failed', errors: [{ code: 'file_replaced' }] });
  expect(await imports.assignmentsOf(customerId)).toEqual(new Map());
});

test('says so when nobody will deliver it any more, and lets the next import go ahead', {
  timeout: 60_000,
}, async () => {
  const customerId = await freshCustomer('given-up');
  const id = await handIn(customerId, [user('ada')]);
  imports.tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Activity',
    times: 1_000,
    kind: 'error500',
  });
  expect(await imports.deliver(uploadedEvent(id))).toBe(false);
  expect((await imports.progress(id)).status).toBe('running');
  expect(await imports.giveUp(uploadedEvent(id))).toBe(true);
  imports.tables.faults.clear();
  expect(await imports.progress(id)).toMatchObject({ status: 'failed', errors: [{ code: 'internal_error' }] });
  expect((await imports.run(await handIn(customerId, [user('ada')]))).status).toBe('complete');
});
