import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadHistories } from '../../../infra/local/sample/load-history.ts';
import { CUSTOMERS } from '../../../infra/local/sample/profiles.ts';
import { simulate } from '../../../infra/local/sample/simulation.ts';
import { querySnapshots, readSnapshots, storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const TODAY = parseDay('2026-03-10');
const FROM = TODAY - 91;
const TO = TODAY - 2;

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const customers = CUSTOMERS.map((profile) => simulate(profile, TODAY));
const theCustomer = (customerId: string) => {
  const found = customers.find(({ profile }) => profile.customerId === customerId);
  if (!found) throw new Error(`The sample has no customer ${customerId}`);
  return found;
};

test('a history of 90 days can be read back', async () => {
  expect(await loadHistories(tables.insights, [theCustomer('terra-firm')], { from: FROM, to: TO })).toBe(90);
  const range = { from: formatDay(FROM), to: formatDay(TO), limit: 100 };
  const days = await querySnapshots(tables.insights, 'terra-firm', range);
  expect(days.map(({ asOf }) => asOf)).toEqual(Array.from({ length: 90 }, (_, at) => formatDay(FROM + at)));
  expect(days.map(({ products }) => products.map(({ sold, assigned }) => [sold, assigned]))).toEqual(
    Array(90).fill([[12, 12]]),
  );
});

test('days that were computed before stay as they are', async () => {
  const customer = theCustomer('libertys-bakery');
  await loadHistories(tables.insights, [customer], { from: TO, to: TO });
  const day = formatDay(TO);
  const read = async () => (await readSnapshots(tables.insights, ['libertys-bakery'], day)).get('libertys-bakery');
  const stored = await read();
  if (!stored) throw new Error('nothing was stored');
  const recomputed = { ...stored, startedAt: '2026-03-10T11:00:00.000Z', products: [] };
  await storeSnapshot(tables.insights, recomputed, { replace: true });
  await loadHistories(tables.insights, [customer], { from: TO - 1, to: TO });
  expect(await read()).toEqual(recomputed);
});
