import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, startManaging } from './manage.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const E5 = 'c7df2760-2c81-4ef7-b578-5b5392b571df';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
  await manage.createPartners('northwind', 'alpine');
});
afterAll(() => manage.stop());

const northwind = partnerUser('northwind');
const alpine = partnerUser('alpine');

const shared = async (id: string): Promise<string> => {
  await manage.putCustomer(id, ['northwind', 'alpine']);
  return id;
};

const line = (more: Record<string, unknown> = {}) => ({
  id: 's1',
  sku: E3,
  quantity: 10,
  state: 'active',
  isTrial: false,
  ...more,
});
const put = (
  id: string,
  subscriptions: readonly unknown[],
  caller = northwind,
  more: { now?: Date; query?: Record<string, string> } = {},
) => manage.call('PUT /v1/customers/{id}/subscriptions', { path: { id }, body: { subscriptions }, caller, ...more });
const get = async (id: string, caller = northwind, query: Record<string, string> = {}) =>
  (await manage.call('GET /v1/customers/{id}/subscriptions', { path: { id }, caller, query })).body;
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('stores a list as of today, and takes a part number for the product', async () => {
  const id = await shared('named');
  const answer = await put(id, [
    line(),
    line({ id: 's2', sku: ' EnterprisePremium ', isTrial: true, renewsOn: '2026-12-31' }),
  ]);
  const view = {
    subscriptions: [line(), line({ id: 's2', sku: E5, isTrial: true, renewsOn: '2026-12-31' })],
    dataThrough: '2026-03-02',
  };
  expect(answer).toMatchObject({ status: 200, body: view });
  expect(await get(id)).toEqual(view);
});

test('answers an empty list and no day before anything was sent', async () => {
  expect(await get(await shared('silent'))).toEqual({ subscriptions: [], dataThrough: null });
});

test("a partner's list replaces its own and no other", async () => {
  const id = await shared('own');
  await put(id, [line({ quantity: 30 })], alpine, { now: new Date('2026-02-01T10:00:00Z') });
  await put(id, [line(), line({ id: 's2' })]);
  const answer = await put(id, [line({ quantity: 11, partnerId: 'northwind' })]);
  expect(answer.body).toEqual({ subscriptions: [line({ quantity: 11 })], dataThrough: '2026-03-02' });
  expect(await get(id, alpine)).toEqual({ subscriptions: [line({ quantity: 30 })], dataThrough: '2026-02-01' });
  expect(await get(id, operator)).toEqual({
    subscriptions: [line({ quantity: 30, seller: 'alpine' }), line({ quantity: 11, seller: 'northwind' })],
    dataThrough: '2026-02-01',
  });
});

test('an empty list says that nothing is sold any more', async () => {
  const id = await shared('emptied');
  await put(id, [line()]);
  await put(id, []);
  expect(await get(id)).toEqual({ subscriptions: [], dataThrough: '2026-03-02' });
  expect((await readSubscriptions(manage.tables.licensing, id)).lists).toEqual({
    northwind: { day: '2026-03-02', subscriptions: [] },
  });
});

test("an operator's list replaces those of all sellers, or as a partner that partner's", async () => {
  const id = await shared('everybody');
  await put(id, [line({ quantity: 30 })], alpine);
  const all = [line({ quantity: 1 }), line({ quantity: 2, partnerId: 'northwind' })];
  expect((await put(id, all, operator)).body).toEqual({
    subscriptions: [line({ quantity: 1, seller: 'direct' }), line({ quantity: 2, seller: 'northwind' })],
    dataThrough: '2026-03-02',
  });
  expect(await get(id, alpine)).toEqual({ subscriptions: [], dataThrough: null });
  const asAlpine = await put(id, [line({ quantity: 5 })], operator, { query: { partner: 'alpine' } });
  expect(asAlpine.body).toEqual({ subscriptions: [line({ quantity: 5 })], dataThrough: '2026-03-02' });
  expect(await get(id, operator, { partner: 'northwind' })).toEqual({
    subscriptions: [line({ quantity: 2 })],
    dataThrough: '2026-03-02',
  });
});

test("another seller's list never leaves, in no answer and no problem", async () => {
  const id = await shared('secret');
  await put(
    id,
    Array.from({ length: 999 }, (_, at) => line({ id: `secret-${at}`, sku: E5 })),
    alpine,
  );
  const answers = [
    await put(id, [line()]),
    await put(id, [line(), line({ id: 's2' })]),
    await put(id, [line({ id: 'secret-1' })]),
    await put(id, [line({ partnerId: 'alpine' })]),
    await manage.call('GET /v1/customers/{id}/subscriptions', { path: { id }, caller: northwind }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 200, 400, 200]);
  const own = answers.map(({ body }) => JSON.stringify(body).replaceAll('secret-1', '?').replaceAll('"alpine', '?'));
  for (const text of own) expect(text).not.toMatch(new RegExp(`secret-|alpine|${E5}|999`, 'u'));
});

test('takes 1,000 subscriptions of all sellers together, of the longest ids, and not one more', async () => {
  const id = await shared('many');
  const longest = (at: number) =>
    line({ id: `${at}`.padEnd(128, 'x'), sku: E3, renewsOn: '2026-12-31', state: 'deprovisioned' });
  const half = Array.from({ length: 500 }, (_, at) => longest(at));
  expect((await put(id, half)).status).toBe(200);
  expect((await put(id, half, alpine)).status).toBe(200);
  expect(await put(id, [...half, longest(500)])).toMatchObject(problem(400, 'too_many_subscriptions'));
  expect(await get(id)).toMatchObject({ subscriptions: { length: 500 } });
});

test('names every unknown SKU, foreign seller and repeated id, and stores nothing', async () => {
  const id = await shared('refused');
  const unknown = await put(id, [line({ sku: 'CHESS' }), line({ id: 's2' }), line({ id: 's3', sku: 'GO' })]);
  expect(unknown).toMatchObject(problem(400, 'unknown_sku'));
  expect(unknown.body).toMatchObject({
    errors: [
      { pointer: '/subscriptions/0/sku', message: expect.stringContaining('"CHESS"') },
      { pointer: '/subscriptions/2/sku', message: expect.stringContaining('"GO"') },
    ],
  });
  const foreign = await put(id, [line({ partnerId: 'alpine' })]);
  expect(foreign).toMatchObject({
    ...problem(400, 'foreign_seller'),
    body: { errors: [{ pointer: '/subscriptions/0/partnerId' }] },
  });
  const repeated = await put(id, [line(), line({ id: 's2' }), line()]);
  expect(repeated).toMatchObject({
    ...problem(400, 'duplicate_subscription'),
    body: { errors: [{ pointer: '/subscriptions/2/id' }] },
  });
  expect(await put(id, [line(), line({ partnerId: 'ghost' })], operator)).toMatchObject(
    problem(400, 'unknown_partner'),
  );
  for (const bad of [
    { quantity: -1 },
    { quantity: 1.5 },
    { state: 'lost' },
    { renewsOn: '2026-02-30' },
    { id: 'é' },
    { isTrial: 'no' },
  ])
    expect(await put(id, [line(bad)])).toMatchObject(problem(400, 'invalid_request'));
  expect((await readSubscriptions(manage.tables.licensing, id)).lists).toEqual({});
});

test('the same id of two sellers is two subscriptions', async () => {
  const id = await shared('twice');
  const answer = await put(id, [line(), line({ partnerId: 'alpine' })], operator);
  expect(answer.body).toMatchObject({ subscriptions: [{ seller: 'alpine' }, { seller: 'direct' }] });
});

test('two sellers who send their lists at once lose neither', async () => {
  const id = await shared('raced');
  await Promise.all([put(id, [line({ quantity: 1 })]), put(id, [line({ quantity: 2 })], alpine)]);
  expect(await get(id, operator)).toMatchObject({
    subscriptions: [
      { seller: 'alpine', quantity: 2 },
      { seller: 'northwind', quantity: 1 },
    ],
  });
});

test('a customer of another portfolio answers as one that does not exist, and reading does not permit writing', async () => {
  await manage.putCustomer('foreign', ['alpine']);
  for (const id of ['foreign', 'missing']) {
    expect(await put(id, [line()])).toMatchObject(problem(404, 'unknown_customer'));
    expect(await get(id)).toMatchObject({ code: 'unknown_customer' });
  }
  const reader = partnerUser('northwind', ['insights:read']);
  expect(await put(await shared('readable'), [line()], reader)).toMatchObject(problem(403, 'missing_scope'));
  expect(await get('readable', reader)).toEqual({ subscriptions: [], dataThrough: null });
});
