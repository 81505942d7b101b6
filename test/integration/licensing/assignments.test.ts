import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, startManaging } from './manage.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const E5 = 'c7df2760-2c81-4ef7-b578-5b5392b571df';
const CONCEALED = '77e5979dd60ba6eaa53e814dbeeefa5f';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
  await manage.createPartners('northwind');
});
afterAll(() => manage.stop());

const freshCustomer = async (id: string): Promise<string> => {
  await manage.putCustomer(id, ['northwind']);
  return id;
};
const change = (more: Record<string, unknown> = {}) => ({
  userId: 'ada@contoso.example',
  sku: E3,
  change: 'assigned',
  on: '2026-03-01',
  ...more,
});
const post = (id: string, changes: unknown, caller = partnerUser('northwind')) =>
  manage.call('POST /v1/customers/{id}/assignments', { path: { id }, body: { changes }, caller });
const holdingsOf = async (id: string): Promise<Record<string, unknown>> => {
  const { readAssignments } = await import('../../../lib/licensing/assignments-table.ts');
  const found: Record<string, unknown> = {};
  for await (const { userId, holdings } of readAssignments(manage.tables.licensing, id)) found[userId] = holdings;
  return found;
};
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('stores changes by user and product, and from and through which days they speak', async () => {
  const id = await freshCustomer('stored');
  const answer = await post(id, [
    change({ userId: ' Ada@Contoso.example ', on: '2026-02-01' }),
    change({ change: 'unassigned', on: '2026-02-20' }),
    change({ sku: 'enterprisepremium', on: '2026-02-20' }),
    change({ userId: 'bob@contoso.example', on: '2026-03-02' }),
  ]);
  expect(answer).toMatchObject({ status: 200, body: { accepted: 4, rejected: [] } });
  expect(await holdingsOf(id)).toEqual({
    'ada@contoso.example': {
      [E3]: [
        [parseDay('2026-02-01'), true],
        [parseDay('2026-02-20'), false],
      ],
      [E5]: [[parseDay('2026-02-20'), true]],
    },
    'bob@contoso.example': { [E3]: [[parseDay('2026-03-02'), true]] },
  });
  expect(await readCoverage(manage.tables.licensing, id)).toEqual({
    activity: {},
    assignments: { from: '2026-02-01', through: '2026-03-02' },
    identityMode: 'readable',
  });
});

test('stores good changes and names bad ones', async () => {
  const id = await freshCustomer('mixed');
  const answer = await post(id, [
    change(),
    change({ on: '2026-03-03' }),
    change({ sku: 'CHESS' }),
    change({ change: 'borrowed' }),
    change({ on: 'yesterday' }),
    change({ userId: CONCEALED }),
    null,
    change({ userId: 'bob@contoso.example' }),
  ]);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      accepted: 2,
      rejected: [
        { index: 1, code: 'in_future', message: expect.stringContaining('2026-03-03') },
        { index: 2, code: 'unknown_sku', message: expect.stringContaining('"CHESS"') },
        { index: 3, code: 'invalid_change', message: expect.stringContaining('"borrowed"') },
        { index: 4, code: 'invalid_change', message: expect.stringContaining('"yesterday"') },
        { index: 5, code: 'identity_mode_changed', message: expect.stringContaining('concealed') },
        { index: 6, code: 'invalid_change' },
      ],
    },
  });
  expect(Object.keys(await holdingsOf(id))).toEqual(['ada@contoso.example', 'bob@contoso.example']);
});

test('only good changes say from when assignments are known, and none leaves all as it was', async () => {
  const id = await freshCustomer('bad');
  await post(id, [change({ on: '2026-03-03' }), change({ sku: 'CHESS', on: '2020-01-01' })]);
  expect(await readCoverage(manage.tables.licensing, id)).toEqual({ activity: {} });
  expect(await holdingsOf(id)).toEqual({});
});

test('concealed users never join readable ones, whoever was first', async () => {
  const id = await freshCustomer('concealed');
  await post(id, [change({ userId: CONCEALED })]);
  expect(await post(id, [change(), change({ userId: CONCEALED, sku: E5 })])).toMatchObject({
    body: { accepted: 1, rejected: [{ index: 0, code: 'identity_mode_changed' }] },
  });
  expect(Object.keys(await holdingsOf(id))).toEqual([CONCEALED]);
});

test('of two first requests at once, one decides how users go by', async () => {
  const id = await freshCustomer('raced');
  await Promise.all([post(id, [change()]), post(id, [change({ userId: CONCEALED })])]);
  expect(Object.keys(await holdingsOf(id))).toHaveLength(1);
});

test('order, repetition and splitting of changes make no difference', async () => {
  const changes = fc.uniqueArray(
    fc.record({
      userId: fc.constantFrom('ada', 'bob'),
      sku: fc.constantFrom(E3, E5),
      change: fc.constantFrom('assigned', 'unassigned'),
      on: fc.constantFrom('2025-11-01', '2026-01-31', '2026-02-01', '2026-03-01', '2026-03-02'),
    }),
    { minLength: 1, maxLength: 12, selector: (one) => JSON.stringify(one) },
  );
  const shuffled = changes.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  let serial = 0;
  await fc.assert(
    fc.asyncProperty(shuffled, fc.nat(), async ([all, mixed], cut) => {
      serial += 1;
      const [once, often] = [await freshCustomer(`once-${serial}`), await freshCustomer(`often-${serial}`)];
      await post(once, all);
      const at = cut % mixed.length;
      await Promise.all([post(often, mixed.slice(at)), post(often, mixed.slice(0, at + 1))]);
      await post(often, all);
      expect(await holdingsOf(often)).toEqual(await holdingsOf(once));
      const [a, b] = [
        await readCoverage(manage.tables.licensing, once),
        await readCoverage(manage.tables.licensing, often),
      ];
      expect(b).toEqual(a);
    }),
    { numRuns: 10 },
  );
});

test('takes 5,000 changes and refuses 5,001', async () => {
  const id = await freshCustomer('many');
  const changes = Array.from({ length: 5_001 }, (_, at) =>
    change({ userId: `user-${at % 500}`, sku: at % 2 ? E3 : E5 }),
  );
  expect(await post(id, changes)).toMatchObject(problem(400, 'too_many_changes'));
  expect(await holdingsOf(id)).toEqual({});
  expect(await post(id, changes.slice(1))).toMatchObject({ status: 200, body: { accepted: 5_000, rejected: [] } });
  expect(Object.keys(await holdingsOf(id))).toHaveLength(500);
});

test('refuses no list, a foreign customer, and a caller who may not write', async () => {
  const id = await freshCustomer('refused');
  expect(await post(id, { userId: 'ada' })).toMatchObject(problem(400, 'invalid_request'));
  expect(await post(id, undefined)).toMatchObject(problem(400, 'invalid_request'));
  expect(await post('nobody', [change()])).toMatchObject(problem(404, 'unknown_customer'));
  expect(await post(id, [change()], partnerUser('northwind', ['insights:read']))).toMatchObject(
    problem(403, 'missing_scope'),
  );
});

test('asks for another try when nothing could be stored in time', async () => {
  const id = await freshCustomer('late');
  const body = { changes: [change()] };
  const request = { path: { id }, body, caller: partnerUser('northwind'), remainingMilliseconds: 2_000 };
  const answer = await manage.call('POST /v1/customers/{id}/assignments', request);
  expect(answer).toMatchObject({ ...problem(503, 'try_again'), headers: { 'retry-after': '5' } });
  expect(await holdingsOf(id)).toEqual({});
});
