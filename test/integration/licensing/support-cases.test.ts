import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerOwner } from '../../../lib/customers/owner-keys.ts';
import { readSupportCases } from '../../../lib/licensing/posted/support-cases-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, startManaging } from './manage.ts';

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

const told = (more: Record<string, unknown> = {}) => ({ day: '2026-03-01', category: 'how-to', count: 3, ...more });
const put = (
  id: string,
  cases: unknown,
  caller = northwind,
  more: { now?: Date; query?: Record<string, string> } = {},
) => manage.call('PUT /v1/customers/{id}/support-cases', { path: { id }, body: { cases }, caller, ...more });
const get = async (id: string, caller = northwind, more: { now?: Date; query?: Record<string, string> } = {}) =>
  (await manage.call('GET /v1/customers/{id}/support-cases', { path: { id }, caller, ...more })).body;
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const itemOf = async (id: string, poster: string) => {
  const Key = { owner: customerOwner(id), record: `support-cases#${poster}` };
  return (await manage.tables.licensing.client.send(new GetCommand({ TableName: 'Licensing', Key }))).Item;
};

test('stores counts by day and category, and a later one takes the place of an earlier one', async () => {
  const id = await shared('told');
  expect(await get(id)).toEqual({ cases: [], dataThrough: null });
  const answer = await put(id, [told(), told({ day: '2026-02-20', category: 'incident', count: 1 })]);
  const view = {
    cases: [told({ day: '2026-02-20', category: 'incident', count: 1 }), told()],
    dataThrough: '2026-03-01',
  };
  expect(answer).toMatchObject({ status: 200, body: view });
  expect(await get(id)).toEqual(view);
  await put(id, [told({ count: 0 }), told({ day: '2026-03-02', category: 'billing', count: 0 })]);
  expect(await get(id)).toEqual({
    cases: [
      told({ day: '2026-02-20', category: 'incident', count: 1 }),
      told({ count: 0 }),
      told({ day: '2026-03-02', category: 'billing', count: 0 }),
    ],
    dataThrough: '2026-03-02',
  });
});

test('the same statement again writes nothing, and neither do no statements', async () => {
  const id = await shared('again');
  await put(id, []);
  expect(await itemOf(id, 'northwind')).toBeUndefined();
  await put(id, [told(), told({ category: 'other', count: 0 })]);
  const before = await itemOf(id, 'northwind');
  expect(await put(id, [told({ category: 'other', count: 0 }), told(), told()])).toMatchObject({ status: 200 });
  expect(await itemOf(id, 'northwind')).toEqual(before);
});

test('two partners and the operator have their own cases of one customer, and none sees those of another', async () => {
  const id = await shared('own');
  await put(id, [told({ count: 11 })]);
  await put(id, [told({ count: 22 }), told({ day: '2026-02-01', count: 2 })], alpine);
  const answer = await put(id, [told({ count: 33 })], operator);
  expect(answer.body).toEqual({ cases: [told({ count: 33 })], dataThrough: '2026-03-01' });
  expect(await get(id)).toEqual({ cases: [told({ count: 11 })], dataThrough: '2026-03-01' });
  expect(await get(id, alpine)).toMatchObject({ cases: [{ count: 2 }, { count: 22 }] });
  expect(await get(id, operator)).toMatchObject({ cases: [{ count: 33 }] });
  expect(await get(id, operator, { query: { partner: 'alpine' } })).toMatchObject({ cases: [{}, { count: 22 }] });
  await put(id, [told({ count: 12 })], operator, { query: { partner: 'northwind' } });
  expect(await readSupportCases(manage.tables.licensing, id)).toEqual({
    northwind: { days: { '2026-03-01': { 'how-to': 12 } } },
    alpine: { days: { '2026-02-01': { 'how-to': 2 }, '2026-03-01': { 'how-to': 22 } } },
    '~operator': { days: { '2026-03-01': { 'how-to': 33 } } },
  });
});

test('what is stored is one item per poster with exactly these attributes', async () => {
  const id = await shared('stored');
  await put(id, [told({ count: 4 }), told({ category: 'other', count: 0 })]);
  expect(await itemOf(id, 'northwind')).toEqual({
    owner: 'customer#stored',
    record: 'support-cases#northwind',
    days: { '2026-03-01': { 'how-to': 4, other: 0 } },
    revision: expect.any(String),
  });
  expect(await readSupportCases(manage.tables.licensing, 'nobody')).toEqual({});
});

test('forgets days when newer ones have left them 92 days behind, and shows only the last 92', async () => {
  const id = await shared('forgotten');
  await put(id, [told({ day: '2025-12-01' }), told({ day: '2025-12-02' })]);
  const later = new Date('2026-03-03T00:00:00Z');
  expect(await get(id, northwind, { now: later })).toMatchObject({ cases: [{ day: '2025-12-02' }] });
  expect(await itemOf(id, 'northwind')).toMatchObject({ days: { '2025-12-01': {}, '2025-12-02': {} } });
  await put(id, [told({ day: '2026-03-03' })], northwind, { now: later });
  expect(Object.keys((await itemOf(id, 'northwind'))?.days).sort()).toEqual(['2025-12-02', '2026-03-03']);
});

test('one bad entry, and nothing is stored', async () => {
  const id = await shared('refused');
  const later = await put(id, [told(), told({ day: '2026-03-03' })]);
  expect(later).toMatchObject({ ...problem(400, 'in_future'), body: { errors: [{ pointer: '/cases/1/day' }] } });
  expect(await put(id, [told(), told({ day: '2025-11-30' })])).toMatchObject(problem(400, 'outside_window'));
  expect(await put(id, [told(), told({ count: 4 })])).toMatchObject(problem(400, 'contradiction'));
  for (const [bad, field] of [
    [{ count: -1 }, 'count'],
    [{ count: 1.5 }, 'count'],
    [{ count: null }, 'count'],
    [{ count: 1_000_001 }, 'count'],
    [{ category: 'howto' }, 'category'],
    [{ day: '2026-02-29' }, 'day'],
    [{ day: '2026-03-01T10:00:00Z' }, 'day'],
  ] as const) {
    const answer = await put(id, [told(), told(bad)]);
    expect(answer).toMatchObject({
      ...problem(400, 'invalid_request'),
      body: { errors: [{ pointer: `/cases/1/${field}` }] },
    });
  }
  expect((await put(id, [told({ category: 'howto' })])).body).toMatchObject({
    errors: [{ message: '"howto" is no category; there are how-to, incident, billing, other' }],
  });
  const tooMany = Array.from({ length: 401 }, () => told());
  expect(await put(id, tooMany)).toMatchObject({ ...problem(400, 'invalid_request'), body: { errors: [{}] } });
  expect(await put(id, undefined)).toMatchObject(problem(400, 'invalid_request'));
  expect(await itemOf(id, 'northwind')).toBeUndefined();
});

test('of one poster who sends several requests at once, none is lost', async () => {
  const id = await shared('raced');
  await Promise.all(Array.from({ length: 4 }, (_, at) => put(id, [told({ day: `2026-02-0${at + 1}`, count: at })])));
  expect(await get(id)).toMatchObject({ cases: [{ count: 0 }, { count: 1 }, { count: 2 }, { count: 3 }] });
});

test('a customer of another portfolio answers as one that does not exist, and reading does not permit writing', async () => {
  await manage.putCustomer('foreign', ['alpine']);
  for (const id of ['foreign', 'missing']) {
    expect(await put(id, [told()])).toMatchObject(problem(404, 'unknown_customer'));
    expect(await put(id, [told({ day: '2030-01-01' })])).toMatchObject(problem(404, 'unknown_customer'));
    expect(await get(id)).toMatchObject({ code: 'unknown_customer' });
  }
  const reader = partnerUser('northwind', ['insights:read']);
  expect(await put(await shared('readable'), [told()], reader)).toMatchObject(problem(403, 'missing_scope'));
  expect(await get('readable', reader)).toEqual({ cases: [], dataThrough: null });
});

test('a partner that is unlinked can no longer read what it posted, and finds it again when it is linked again', async () => {
  const id = await shared('left');
  await put(id, [told()]);
  await manage.putCustomer(id, ['alpine']);
  expect(await get(id)).toMatchObject({ code: 'unknown_customer' });
  await shared(id);
  expect(await get(id)).toMatchObject({ cases: [told()] });
});
