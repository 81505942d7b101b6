import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { ADA, at, event, type Ingest, rejectedIn, startIngest, TODAY } from './feed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.tables.stop());
beforeEach(() => ingest.tables.faults.clear());

const conflict = { status: 400, code: 'ConditionalCheckFailedException' } as const;
/** More lost races than there is time for, or than are run. */
const EVERY_RACE = 1000;
/** Time enough to store once, and for few more attempts: 3 seconds of it are kept for coverage, and 1 for the answer. */
const SHORT = { remainingMilliseconds: 4_500 };

test('asks again for keys that a read leaves unprocessed', async () => {
  const customerId = await ingest.customer('unprocessed');
  const events = Array.from({ length: 120 }, (_, index) => event({ customerId, userId: `user-${index}` }));
  await ingest.post({ events });
  const before = await ingest.itemOf(customerId, 'user-7');
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'BatchGetItem',
    table: 'Activity',
    times: 3,
    kind: 'unprocessed',
  });
  const answer = await ingest.post({ events });
  expect(answer).toMatchObject({ status: 200, body: { accepted: 120, rejected: [] } });
  expect(await ingest.itemOf(customerId, 'user-7')).toEqual(before);
});

test('merges even where the read before the write fails', async () => {
  const customerId = await ingest.customer('unread');
  await ingest.post({ events: [event({ customerId, occurredAt: at(TODAY - 1) })] });
  const attempts = 4; // the client's own
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'BatchGetItem',
    table: 'Activity',
    times: attempts,
    kind: 'error500',
  });
  expect(await ingest.post({ events: [event({ customerId })] })).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect(await ingest.calendarsOf(customerId)).toEqual(new Map([[ADA, { lastDay: TODAY, words: { teams: 0b11 } }]]));
});

test('asks for another try of the one event that lost every race', async () => {
  const customerId = await ingest.customer('beaten');
  await ingest.post({ events: [event({ customerId, userId: 'bob', occurredAt: at(TODAY - 1) })] });
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Activity',
    times: EVERY_RACE,
    kind: conflict,
  });
  const events = [
    event({ customerId, userId: 'bob' }),
    event({ customerId, userId: 'bob', occurredAt: at(TODAY - 1) }),
  ];
  const beaten = await ingest.post({ events }, SHORT);
  ingest.tables.faults.clear();
  expect(beaten).toMatchObject({ status: 503, body: { code: 'try_again' } });
  expect(Number(beaten.headers['retry-after'])).toBeGreaterThan(0);
  expect(await ingest.post({ events })).toMatchObject({ status: 200, body: { accepted: 2, rejected: [] } });
});

test('names the events that the table refused and stores the others', async () => {
  const customerId = await ingest.customer('throttled');
  const refused = { status: 400, code: 'ValidationException' } as const;
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Activity',
    times: 1,
    kind: refused,
  });
  const events = ['ada', 'bob', 'cy'].map((userId) => event({ customerId, userId }));
  const coverage = [{ customerId, workloads: ['teams'], through: '2026-03-02' }];
  const answer = await ingest.post({ events, coverage });
  expect(answer).toMatchObject({
    status: 200,
    body: { accepted: 2, rejected: [{ code: 'try_again' }], rejectedCoverage: [{ index: 0, code: 'try_again' }] },
  });
  const [left] = rejectedIn(answer);
  const stored = [...(await ingest.calendarsOf(customerId)).keys()];
  expect(stored).toEqual(['ada', 'bob', 'cy'].filter((_, index) => index !== left?.index));
});

test('does not acknowledge events before their coverage is stored', async () => {
  const customerId = await ingest.customer('uncovered');
  await ingest.post({ events: [event({ customerId, workload: 'exchange' })] });
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Licensing',
    times: EVERY_RACE,
    kind: conflict,
  });
  expect(await ingest.post({ events: [event({ customerId })] })).toMatchObject({ status: 503 });
  ingest.tables.faults.clear();
  expect((await readCoverage(ingest.tables.licensing, customerId)).activity).toEqual({ exchange: '2026-03-02' });
  expect(await ingest.post({ events: [event({ customerId })] })).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect((await readCoverage(ingest.tables.licensing, customerId)).activity).toEqual({
    exchange: '2026-03-02',
    teams: '2026-03-02',
  });
});

test('asks for another try when it cannot settle how the users of a new customer go by', async () => {
  const customerId = await ingest.customer('unsettled');
  ingest.tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Licensing',
    times: EVERY_RACE,
    kind: conflict,
  });
  expect(await ingest.post({ events: [event({ customerId })] })).toMatchObject({
    status: 503,
    body: { code: 'try_again' },
  });
  ingest.tables.faults.clear();
  expect(await ingest.calendarsOf(customerId)).toEqual(new Map());
});

test('stores nothing when there is no time left to', async () => {
  const customerId = await ingest.customer('late');
  const answer = await ingest.post({ events: [event({ customerId })] }, { remainingMilliseconds: 900 });
  expect(answer).toMatchObject({ status: 503, body: { code: 'try_again' } });
  expect(await ingest.calendarsOf(customerId)).toEqual(new Map());
});

test('ends a write that hangs when the time is over and names its event', async () => {
  const customerId = await ingest.customer('hanging');
  const hang = Promise.withResolvers<void>();
  ingest.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Activity' }, () => hang.promise);
  const events = ['ada', 'bob', 'cy'].map((userId) => event({ customerId, userId }));
  const answer = await ingest.post({ events }, { remainingMilliseconds: 5_000 });
  hang.resolve();
  expect(answer).toMatchObject({ status: 200, body: { accepted: 2, rejected: [{ code: 'try_again' }] } });
});
