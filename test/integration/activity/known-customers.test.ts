import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { type ApiAnswer, partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { at, event, type Ingest, rejectedIn, startIngest, TODAY } from './feed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.tables.stop());
beforeEach(() => ingest.tables.faults.clear());

const START = new Date('2026-03-02T12:00:00Z').getTime();
const after = (seconds: number): Date => new Date(START + seconds * 1000);
const codes = (answer: ApiAnswer) => rejectedIn(answer).map(({ code }) => code);

/** The calls of a table while something is done, by operation. */
const callsOf = async (table: string, run: () => Promise<unknown>): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const watch = (operation: string): void =>
    ingest.tables.faults.before({ service: 'dynamodb', operation, table }, () => {
      counts[operation] = (counts[operation] ?? 0) + 1;
      watch(operation);
    });
  for (const operation of ['GetItem', 'BatchGetItem', 'PutItem', 'Query']) watch(operation);
  await run();
  ingest.tables.faults.clear();
  return counts;
};

test('a batch of known customers asks nothing of them, and writes coverage only where it is news', async () => {
  const ids = ['one', 'two', 'three'];
  for (const id of ids) await ingest.customer(id);
  const events = ids.map((customerId) => event({ customerId }));
  await ingest.post({ events }, { now: after(0) });
  const again = { events: ids.map((customerId) => event({ customerId, userId: 'bob@contoso.example' })) };
  expect(await callsOf('Licensing', () => ingest.post(again, { now: after(1) }))).toEqual({});
  // Right after a write its reader may not see it yet, and loses a race: nothing is written twice.
  expect(await callsOf('Activity', () => ingest.post(again, { now: after(1) }))).toMatchObject({ PutItem: 3 });
  expect(await callsOf('Activity', () => ingest.post(again, { now: after(2) }))).toEqual({ BatchGetItem: 1 });
  const other = { events: [event({ customerId: 'one', workload: 'exchange', occurredAt: at(TODAY - 1) })] };
  expect(await callsOf('Licensing', () => ingest.post(other, { now: after(3) }))).toEqual({ GetItem: 1, PutItem: 1 });
  expect(await readCoverage(ingest.tables.licensing, 'one')).toMatchObject({
    activity: { teams: '2026-03-02', exchange: '2026-03-01' },
  });
  expect(await callsOf('Licensing', () => ingest.post(other, { now: after(4) }))).toEqual({});
  // A minute after it was read, all is read anew: the catalogue, and the profiles and the coverage of all three at once.
  const afterAMinute = await callsOf('Licensing', () => ingest.post({ events }, { now: after(61) }));
  expect(afterAMinute).toEqual({ GetItem: 1, BatchGetItem: 2 });
});

test('who lost a customer may feed it for a minute at most, and who got it at once', async () => {
  const { licensing } = ingest.tables;
  const body = { events: [event({ customerId: 'sold' })] };
  const fed = (partner: string, seconds: number) =>
    ingest.post(body, { caller: partnerUser(partner), now: after(seconds) }).then(codes);
  expect(await fed('northwind', 0)).toEqual(['unknown_customer']);
  await storeCustomer(licensing, 'sold', ['northwind']);
  expect(await fed('northwind', 1)).toEqual([]);
  await storeCustomer(licensing, 'sold', ['alpine']);
  expect(await fed('northwind', 60)).toEqual([]);
  expect(await fed('northwind', 61)).toEqual(['unknown_customer']);
  await storeCustomer(licensing, 'sold', ['alpine', 'fjord']);
  expect(await fed('fjord', 62)).toEqual([]);
});
