import { beforeAll, expect, test } from 'vitest';
import { givenCustomer, givenPartner } from '../steps/given.ts';
import { call, daysBefore, today } from '../steps/when.ts';

let token: string;
let customerId: string;
let yesterday: string;

beforeAll(async () => {
  const partner = await givenPartner();
  token = partner.token;
  customerId = await givenCustomer([partner.partnerId]);
  yesterday = daysBefore(1, await today());
});

const event = (more: Record<string, unknown> = {}) => ({
  customerId,
  userId: 'ada@contoso.example',
  workload: 'teams',
  occurredAt: `${yesterday}T12:00:00Z`,
  ...more,
});
const post = (body: unknown, headers?: Record<string, string>) =>
  call('POST /v1/activity', { token, body, ...(headers ? { headers } : {}) });

test('a missing body, one that is not JSON, and one of the wrong shape get three different answers', async () => {
  expect(await call('POST /v1/activity', { token })).toMatchObject({ status: 400, body: { code: 'missing_body' } });
  expect(await post('{"events": [')).toMatchObject({ status: 400, body: { code: 'invalid_json' } });
  expect(await post({ events: 'none' })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ pointer: '/events' }] },
  });
  expect(await post('<events/>', { 'content-type': 'text/xml' })).toMatchObject({
    status: 415,
    body: { code: 'unsupported_media_type' },
  });
});

test('bad events are named one by one and good ones are stored', async () => {
  const events = [
    event(),
    event({ workload: 'telepathy' }),
    event({ occurredAt: `${daysBefore(-365, yesterday)}T00:00:00Z` }),
    event({ occurredAt: '2019-01-01T00:00:00Z' }),
    event({ userId: '' }),
    event({ userId: 'x'.repeat(10_000) }),
    event({ userId: 42 }),
    event({ occurredAt: 'yesterday' }),
    'nonsense',
    event({ workload: 'exchange' }),
  ];
  const { status, body } = await post({ events });
  expect(status).toBe(200);
  const { accepted, rejected } = body as {
    accepted: number;
    rejected: { index: number; code: string; message: string }[];
  };
  expect(accepted).toBe(2);
  expect(rejected.map(({ index, code }) => [index, code])).toEqual([
    [1, 'unknown_workload'],
    [2, 'in_future'],
    [3, 'outside_window'],
    [4, 'invalid_event'],
    [5, 'invalid_event'],
    [6, 'invalid_event'],
    [7, 'invalid_event'],
    [8, 'invalid_event'],
  ]);
  expect(rejected[0]?.message).toContain('telepathy');
});

test('an event that is nested too deeply is refused alone, and a body that is so is refused', async () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const good = JSON.stringify(event({ userId: 'bob@contoso.example' }));
  const nested = `{"customerId":"${customerId}","userId":${deep(20_000)}}`;
  expect(await post(`{"events":[${good},${nested},${good}]}`)).toMatchObject({
    status: 200,
    body: {
      accepted: 2,
      rejected: [{ index: 1, code: 'invalid_event', message: expect.stringContaining('nested deeper than 64 levels') }],
    },
  });
  expect(await post(`{"events":[${good}],"more":${deep(20_000)}}`)).toMatchObject({
    status: 400,
    body: { code: 'too_deep' },
  });
});

test('5,000 events are taken and 5,001 are not', async () => {
  const events = Array.from({ length: 5001 }, (_, index) => event({ userId: `user-${index % 40}` }));
  expect(await post({ events })).toMatchObject({ status: 400, body: { code: 'too_many_events' } });
  expect(await post({ events: events.slice(1) })).toMatchObject({ status: 200, body: { accepted: 5000 } });
});

test('a request of 7 MB is refused by the gateway', async () => {
  const answer = await post({ events: [], padding: 'x'.repeat(7_000_000) });
  expect(answer).toMatchObject({ status: 413, body: { message: 'Request Entity Too Large' } });
});

test('unknown SKUs, states and partners in a subscription list are named and nothing of the list is stored', async () => {
  const put = (subscription: Record<string, unknown>) =>
    call(`PUT /v1/customers/${customerId}/subscriptions`, {
      token,
      body: {
        subscriptions: [{ id: 's1', sku: 'SPE_E3', quantity: 5, state: 'active', isTrial: false, ...subscription }],
      },
    });
  expect(await put({})).toMatchObject({ status: 200 });
  const unknownSku = await put({ sku: 'OFFICE_9000' });
  expect(unknownSku).toMatchObject({ status: 400, body: { code: 'unknown_sku' } });
  expect(JSON.stringify(unknownSku.body)).toContain('OFFICE_9000');
  expect(await put({ state: 'sleeping' })).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(await put({ quantity: -1 })).toMatchObject({ status: 400 });
  expect(await put({ quantity: 1.5 })).toMatchObject({ status: 400 });
  expect(await put({ partnerId: 'somebody-else' })).toMatchObject({ status: 400, body: { code: 'foreign_seller' } });
  const stored = await call(`GET /v1/customers/${customerId}/subscriptions`, { token });
  expect(stored.body).toMatchObject({ subscriptions: [{ id: 's1', quantity: 5 }] });
});

test('bad parameters and unknown routes are problems that say what to do', async () => {
  expect(await call('GET /v1/portfolio?sort=colour', { token })).toMatchObject({
    status: 400,
    body: { code: 'invalid_query' },
  });
  expect(await call('GET /v1/portfolio?cursor=abc', { token })).toMatchObject({
    status: 400,
    body: { code: 'invalid_cursor' },
  });
  expect(await call(`GET /v1/customers/${customerId}/insights?asOf=2026-02-30`, { token })).toMatchObject({
    status: 400,
    body: { code: 'invalid_query' },
  });
  expect(await call(`GET /v1/customers/${customerId}/insights?asOf=${yesterday}`, { token })).toMatchObject({
    status: 404,
    body: { code: 'no_snapshot' },
  });
  expect(await call('GET /v1/nothing', { token })).toMatchObject({ status: 404, body: { code: 'unknown_route' } });
  const { token: newcomer } = await givenPartner();
  expect(await call('POST /v1/exports', { token: newcomer, body: { reports: ['deployment'] } })).toMatchObject({
    status: 404,
    body: { code: 'no_portfolio_yet' },
  });
});
