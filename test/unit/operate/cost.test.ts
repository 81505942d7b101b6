import { expect, test } from 'vitest';
import { readCostOptions } from '../../../infra/operate/cost/cost-options.ts';
import { ingestDayOf } from '../../../infra/operate/cost/ingest-load.ts';
import { ingestUnits, monthlyBill } from '../../../infra/operate/cost/monthly-bill.ts';
import { dollarsFor } from '../../../infra/operate/cost/prices.ts';
import { billLines } from '../../../infra/operate/cost/show-bill.ts';

const LOAD = { customers: 1, users: 500, eventsPerUserDay: 20, batch: 100, mixed: 1 };
const ARGS = ['--customers', '10', '--users', '1000', '--events-per-user-day', '20', '--batch', '100'];

test('of one batch a day each user is read and written once', () => {
  expect(ingestDayOf({ ...LOAD, users: 5, batch: 100 })).toEqual({
    requests: 1,
    events: 100,
    userReads: 5,
    userWrites: 5,
    customersInBatches: 1,
    customersAdvanced: 1,
  });
});

test('of single events each is read, and the first of each workload written', () => {
  const day = ingestDayOf({ ...LOAD, batch: 1 });
  expect(day.requests).toBe(10_000);
  expect(day.userReads).toBeCloseTo(9_990, -2); // few users have two events in what counts as one batch here
  expect(day.userWrites).toBeGreaterThan(999);
  expect(day.userWrites).toBeLessThanOrEqual(1000);
});

// As `node bench/ingest.ts` counts them for the same events in an order by chance.
test.each([
  [{ ...LOAD, batch: 100 }, 0.456, 0.097],
  [{ ...LOAD, users: 1000, batch: 5000 }, 0.1, 0.055],
])('the units of a day are those that were counted: %j', (load, reads, writes) => {
  const day = ingestDayOf(load);
  const units = ingestUnits({ ...day, requests: 0, customersInBatches: 0, customersAdvanced: 0 });
  expect(units.reads / day.events).toBeCloseTo(reads, 2);
  expect(units.writes / day.events).toBeCloseTo(writes, 2);
});

test('customers of mixed batches are read in each', () => {
  const load = { customers: 100, users: 10_000, eventsPerUserDay: 20, batch: 100, mixed: 100 };
  const { requests, customersInBatches } = ingestDayOf(load);
  expect([requests, customersInBatches]).toEqual([2000, 200_000]);
});

test('prices are those of the file, by what they are per', () => {
  expect(dollarsFor('dynamoDbWriteUnit', 2e6)).toBe(1.25);
  expect(dollarsFor('lambdaGigabyteSecond', 1e6)).toBeCloseTo(13.3334, 6);
  expect(dollarsFor('mail', 500)).toBe(0.05);
});

test('a bill adds up, dearest term first, and says what lowers it', () => {
  const bill = monthlyBill({ customers: 10_000, users: 1_000_000, eventsPerUserDay: 20, batch: 100, mixed: 1 });
  expect(bill.dollars).toBeCloseTo(
    bill.terms.reduce((sum, { dollars }) => sum + dollars, 0),
    9,
  );
  expect(bill.terms[0]).toMatchObject({ service: 'DynamoDB', what: 'ingest: writes' });
  const larger = monthlyBill({ ...bill.load, batch: 1000 });
  expect(bill.advice).toBe(`Send larger batches: with 1000 events a batch it would be $${larger.dollars.toFixed(2)}.`);
  expect(larger.dollars).toBeLessThan(bill.dollars * 0.6);
});

test('events of many customers in a batch are to be sorted first, and batches cannot grow for ever', () => {
  const load = { customers: 10_000, users: 1_000_000, eventsPerUserDay: 20, batch: 5000, mixed: 1 };
  expect(monthlyBill({ ...load, batch: 100, mixed: 100 }).advice).toContain('Sort events by customer');
  expect(monthlyBill(load).advice).toContain('as large as they may be');
});

test('a deployment that nobody feeds costs what stands still', () => {
  const bill = monthlyBill({ customers: 1, users: 0, eventsPerUserDay: 0, batch: 1, mixed: 1 });
  const alarms = bill.terms.find(({ what }) => what === 'alarms');
  expect(bill.terms[0]).toEqual(alarms);
  expect(bill.advice).toContain('the same for any load');
});

test('what is shown sums up by service', () => {
  const bill = monthlyBill({ customers: 10, users: 1000, eventsPerUserDay: 20, batch: 100, mixed: 1 });
  const lines = billLines(bill);
  expect(lines.find((line) => line.startsWith('Total'))).toMatch(new RegExp(`\\$${bill.dollars.toFixed(2)}$`, 'u'));
  expect(
    lines.filter((line) =>
      /^(?:DynamoDB|Lambda|API Gateway|SQS|S3|CloudWatch|X-Ray|Secrets Manager|KMS|SES) /u.test(line),
    ),
  ).toHaveLength(10);
  expect(lines.join('\n')).toContain('Prices of us-east-1 as of 2025-07');
});

test('reads the options', () => {
  const load = { customers: 10, users: 1000, eventsPerUserDay: 20, batch: 100 };
  expect(readCostOptions(ARGS)).toEqual({ load: { ...load, mixed: 1 }, json: false });
  expect(readCostOptions([...ARGS, '--mixed', '5', '--json'])).toEqual({ load: { ...load, mixed: 5 }, json: true });
});

const changed = (option: string, value: string) => [...ARGS, option, value];

test.each([
  [ARGS.slice(2), '--customers is missing.'],
  [changed('--users', 'many'), '--users cannot be "many": it is no whole number.'],
  [changed('--users', '-1'), "Option '--users' argument is ambiguous"],
  [changed('--customers', '0'), '--customers cannot be "0": it is less than 1.'],
  [changed('--users', '1.5'), '--users cannot be "1.5": it is no whole number.'],
  [changed('--batch', '5001'), '--batch cannot be "5001": it is more than 5000.'],
  [changed('--mixed', '11'), '--mixed cannot be 11: there are 10 customers.'],
  [changed('--mixed', '101'), '--mixed cannot be 101: a batch of 100 events has fewer.'],
  [changed('--users', '9'), '--users cannot be 9: each of 10 customers has one at least.'],
  [[...ARGS, '--month', '1'], "Unknown option '--month'"],
])('refuses %j', (args, message) => {
  expect(() => readCostOptions(args)).toThrow(message);
});
