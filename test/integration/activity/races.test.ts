import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ADA, at, event, type Ingest, startIngest, TODAY } from './feed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.tables.stop());
beforeEach(() => ingest.tables.faults.clear());

/** Hundreds of calls through one process, which may have little of the machine. */
const SLOW = { timeout: 120_000 };

test('loses nothing of 50 concurrent writers on one user', SLOW, async () => {
  const customerId = await ingest.customer('contended');
  const workloads = ['exchange', 'teams', 'yammer', 'sharepoint', 'onedrive'];
  const batches = workloads.flatMap((workload) =>
    Array.from({ length: 10 }, (_, back) => [event({ customerId, workload, occurredAt: at(TODAY - back * 3) })]),
  );
  await Promise.all(batches.map((batch) => ingest.deliver(batch)));
  const every3Days = 0b1001_0010_0100_1001_0010_0100_1001;
  expect(await ingest.calendarsOf(customerId)).toEqual(
    new Map([[ADA, { lastDay: TODAY, words: Object.fromEntries(workloads.map((one) => [one, every3Days])) }]]),
  );
});

test('stores anew what TTL deletes between the read and the write', async () => {
  const customerId = await ingest.customer('expired');
  const past = new Date('2026-01-28T10:00:00Z');
  await ingest.post({ events: [event({ customerId, occurredAt: '2026-01-28T09:00:00Z' })] }, { now: past });
  ingest.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Activity' }, async () => {
    const { client, name } = ingest.tables.activity;
    await client.send(new DeleteCommand({ TableName: name, Key: { customerId, userId: ADA } }));
  });
  expect(await ingest.post({ events: [event({ customerId })] })).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect(await ingest.calendarsOf(customerId)).toEqual(new Map([[ADA, { lastDay: TODAY, words: { teams: 1 } }]]));
});

test('keeps what another writer stored between the read and the write', async () => {
  const customerId = await ingest.customer('overtaken');
  ingest.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Activity' }, async () => {
    await ingest.post({ events: [event({ customerId, workload: 'exchange', occurredAt: at(TODAY - 2) })] });
  });
  await ingest.post({ events: [event({ customerId })] });
  expect(await ingest.calendarsOf(customerId)).toEqual(
    new Map([[ADA, { lastDay: TODAY, words: { teams: 1, exchange: 0b100 } }]]),
  );
});

test('goes by one kind of names when two first batches come at once', async () => {
  const customerId = await ingest.customer('two-feeds');
  const concealed = event({ customerId, userId: '77E5979DD60BA6EAA53E814DBEEEFA5F' });
  ingest.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }, async () => {
    await ingest.post({ events: [concealed] });
  });
  const answer = await ingest.post({ events: [event({ customerId })] });
  expect(answer.body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'identity_mode_changed' }] });
  expect([...(await ingest.calendarsOf(customerId)).keys()]).toEqual([concealed.userId.toLowerCase()]);
});
