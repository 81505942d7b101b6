import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { event, type Ingest, startIngest } from './feed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
  const { licensing } = ingest.tables;
  await storeCustomer(licensing, 'contoso', ['northwind']);
  await storeCustomer(licensing, 'fabrikam', ['alpine']);
});
afterAll(() => ingest.tables.stop());

const CONCEALED = '77E5979DD60BA6EAA53E814DBEEEFA5F';

const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('stores one item per customer and user', async () => {
  const customerId = await ingest.customer('shape');
  const ada = { customerId, userId: ' Ada@Contoso.example' };
  const answer = await ingest.post({
    events: [
      event({ ...ada }),
      event({ ...ada, occurredAt: '2026-03-02T01:30:00+02:00' }),
      event({ ...ada, workload: 'onedrive', occurredAt: '2026-01-30T00:00:00Z' }),
      event({ ...ada, workload: 'skypeforbusiness', occurredAt: '2026-03-01T12:00:00Z' }),
    ],
  });
  expect(answer).toMatchObject({ status: 200, body: { accepted: 4, rejected: [] } });
  expect(await ingest.itemOf(customerId, 'ada@contoso.example')).toEqual({
    customerId,
    userId: 'ada@contoso.example',
    lastDay: parseDay('2026-03-02'),
    workloads: { teams: 0b11, onedrive: 2 ** 31, skypeforbusiness: 0b10 },
    revision: expect.stringMatching(/^[0-9a-f-]{36}$/u),
    expiresAt: Date.parse('2026-04-03T00:00:00Z') / 1000,
  });
});

test('stores good events and names bad ones', async () => {
  const customerId = await ingest.customer('mixed');
  const answer = await ingest.post({
    events: [
      event({ customerId }),
      event({ customerId, occurredAt: '2026-03-02' }),
      event({ customerId, occurredAt: '2026-03-03T00:00:00Z' }),
      event({ customerId, occurredAt: '2026-01-29T23:59:59Z' }),
      event({ customerId, workload: 'chess' }),
      event({ customerId: 'nobody' }),
      event({ customerId, userId: '\ud800' }),
      { ...event({ customerId }), userId: 7 },
      null,
      event({ customerId, userId: 'bob@contoso.example' }),
    ],
  });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    accepted: 2,
    rejected: [
      [1, 'invalid_event', /^occurredAt "2026-03-02": must be a date and time with Z or an offset/u],
      [2, 'in_future', /"2026-03-03T00:00:00Z" has not come yet/u],
      [3, 'outside_window', /before 2026-01-30/u],
      [4, 'unknown_workload', /"chess"/u],
      [5, 'unknown_customer', /"nobody"/u],
      [6, 'invalid_event', /well-formed/u],
      [7, 'invalid_event', /^userId 7: /u],
      [8, 'invalid_event', /^null: /u],
    ].map(([index, code, message]) => ({ index, code, message: expect.stringMatching(message as RegExp) })), // third of each
  });
  expect([...(await ingest.calendarsOf(customerId)).keys()]).toEqual(['ada@contoso.example', 'bob@contoso.example']);
});

test('accepts what is stored already, and writes nothing', async () => {
  const customerId = await ingest.customer('twice');
  const body = {
    events: [event({ customerId }), event({ customerId, occurredAt: '2026-02-20T09:00:00Z' })],
    coverage: [{ customerId, workloads: ['exchange'], through: '2026-03-01' }],
  };
  await ingest.post(body);
  const stored = await ingest.itemOf(customerId, 'ada@contoso.example');
  const fail = { service: 'dynamodb', operation: 'PutItem', times: 1, kind: 'error500' } as const;
  ingest.tables.faults.inject(fail);
  const again = await ingest.post({ ...body, events: body.events.toReversed() });
  ingest.tables.faults.clear();
  expect(again).toMatchObject({ status: 200, body: { accepted: 2, rejected: [], rejectedCoverage: [] } });
  expect(await ingest.itemOf(customerId, 'ada@contoso.example')).toEqual(stored);
});

test('covers each workload through its newest stored event and the feed’s word', async () => {
  const customerId = await ingest.customer('covered');
  const answer = await ingest.post({
    events: [
      event({ customerId, occurredAt: '2026-02-27T09:00:00Z' }),
      event({ customerId, occurredAt: '2026-02-20T09:00:00Z' }),
      event({ customerId, workload: 'yammer', occurredAt: '2026-01-01T09:00:00Z' }),
    ],
    coverage: [
      { customerId, workloads: ['exchange', 'teams'], through: '2026-02-28' },
      { customerId, workloads: ['exchange'], through: '2026-02-26' },
      { customerId, workloads: ['exchange'], through: '2026-03-03' },
      { customerId, workloads: ['chess'], through: '2026-03-01' },
      { customerId: 'nobody', workloads: ['exchange'], through: '2026-03-01' },
      { customerId, workloads: [], through: '2026-02-30' },
    ],
  });
  expect(answer.body).toEqual({
    accepted: 2,
    rejected: [{ index: 2, code: 'outside_window', message: expect.any(String) }],
    rejectedCoverage: [
      { index: 2, code: 'in_future', message: expect.stringContaining('"2026-03-03"') },
      { index: 3, code: 'unknown_workload', message: expect.stringContaining('"chess"') },
      { index: 4, code: 'unknown_customer', message: expect.stringContaining('"nobody"') },
      { index: 5, code: 'invalid_coverage', message: expect.stringContaining('"2026-02-30"') },
    ],
  });
  expect(await readCoverage(ingest.tables.licensing, customerId)).toEqual({
    activity: { teams: '2026-02-28', exchange: '2026-02-28' },
    heardFrom: { teams: '2026-02-20', exchange: '2026-02-26' },
    identityMode: 'readable',
  });
});

test('takes a feed’s word without any event', async () => {
  const customerId = await ingest.customer('quiet');
  const coverage = [{ customerId, workloads: ['teams'], through: '2026-03-01' }];
  expect(await ingest.post({ events: [], coverage })).toMatchObject({
    status: 200,
    body: { accepted: 0, rejected: [], rejectedCoverage: [] },
  });
  expect(await readCoverage(ingest.tables.licensing, customerId)).toEqual({
    activity: { teams: '2026-03-01' },
    heardFrom: { teams: '2026-03-01' },
  });
});

test('answers an empty request', async () => {
  const { status, body } = await ingest.post({ events: [] });
  expect({ status, body }).toEqual({ status: 200, body: { accepted: 0, rejected: [] } });
});

test('lets a partner feed its own customers; foreign and missing ones read alike', async () => {
  const answer = await ingest.post(
    { events: [event(), event({ customerId: 'fabrikam' }), event({ customerId: 'missing' })] },
    { caller: partnerUser('northwind') },
  );
  const unknown = (customerId: string) => `There is no customer "${customerId}" in your portfolio. Check the id.`;
  expect(answer.body).toEqual({
    accepted: 1,
    rejected: [
      { index: 1, code: 'unknown_customer', message: unknown('fabrikam') },
      { index: 2, code: 'unknown_customer', message: unknown('missing') },
    ],
  });
  expect(await ingest.calendarsOf('fabrikam')).toEqual(new Map());
});

test('refuses a caller without the scope', async () => {
  const answer = await ingest.post({ events: [event()] }, { caller: partnerUser('northwind', ['insights:read']) });
  expect(answer).toMatchObject(problem(403, 'missing_scope'));
});

test('goes by the names of the first batch and refuses others from then on', async () => {
  const customerId = await ingest.customer('concealed');
  const other = { ...event({ customerId }), userId: CONCEALED.replace('7', '8') };
  const first = await ingest.post({
    events: [event({ customerId, userId: CONCEALED }), event({ customerId }), other],
  });
  expect(first.body).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'identity_mode_changed' }] });
  const second = await ingest.post({ events: [event({ customerId }), other] });
  expect(second.body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'identity_mode_changed' }] });
  expect([...(await ingest.calendarsOf(customerId)).keys()]).toEqual([
    CONCEALED.toLowerCase(),
    CONCEALED.toLowerCase().replace('7', '8'),
  ]);
});

test('takes 5,000 events', async () => {
  const customerId = await ingest.customer('large');
  const events = Array.from({ length: 5_000 }, (_, index) =>
    event({
      customerId,
      userId: `user-${index % 500}`,
      occurredAt: `2026-02-${10 + Math.floor(index / 500)}T09:00:00Z`,
    }),
  );
  expect(await ingest.post({ events })).toMatchObject({ status: 200, body: { accepted: 5_000, rejected: [] } });
  const calendars = [...(await ingest.calendarsOf(customerId)).values()];
  expect(calendars).toEqual(
    Array.from({ length: 500 }, () => ({ lastDay: parseDay('2026-02-19'), words: { teams: 0b11_1111_1111 } })),
  );
});

test('refuses 5,001 events and stores none', async () => {
  const customerId = await ingest.customer('too-large');
  const events = Array.from({ length: 5_001 }, () => event({ customerId }));
  expect(await ingest.post({ events })).toMatchObject(problem(400, 'too_many_events'));
  expect(await ingest.calendarsOf(customerId)).toEqual(new Map());
});

test.each(['text', 'base64', 'gzip'] as const)('reads a body that comes as %s', async (encoding) => {
  const customerId = await ingest.customer(`as-${encoding}`);
  const answer = await ingest.post({ events: [event({ customerId, userId: 'zoë' })] }, { encoding });
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect([...(await ingest.calendarsOf(customerId)).keys()]).toEqual(['zoë']);
});

test.each([
  [undefined, 'missing_body'],
  ['{"events":[', 'invalid_json'],
  ['[]', 'invalid_request'],
  ['{}', 'invalid_request'],
  ['{"events":{}}', 'invalid_request'],
  ['{"events":[],"coverage":7}', 'invalid_request'],
  [JSON.stringify({ events: [], coverage: Array.from({ length: 1_001 }, () => null) }), 'invalid_request'],
])('answers the body %s with the problem %s', async (body, code) => {
  expect(await ingest.post(body)).toMatchObject(problem(400, code));
});
