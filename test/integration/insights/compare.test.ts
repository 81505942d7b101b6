import { afterAll, beforeAll, expect, test } from 'vitest';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { A, daysBefore, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { type InsightsFunctions, startInsightsFunctions } from './insights-functions.ts';

let functions: InsightsFunctions;
beforeAll(async () => {
  functions = await startInsightsFunctions('2026-03-10T10:00:00Z');
  await versionsIn(functions.tables.licensing).store(smallCatalogue);
  await link('contoso', { p1: daysBefore(150), p2: daysBefore(1) });
  await link('gaps', { p1: daysBefore(150) });
  for (const back of [3, 2, 1, 0]) await store(snapshotFor(users, { seats: lists, asOf: A - back }));
});
afterAll(() => functions.stop());

/** Ada's activity of 28 days ago lapses and bob begins. */
const users = [
  user('ada', { holds: ['e3'], active: { teams: [28] } }),
  user('bob', { holds: ['e3'], active: { teams: [0] } }),
];
const lists = listsOf({ p1: [seats('e3', 10)] });
const store = (snapshot: Snapshot) => storeSnapshot(functions.tables.insights, snapshot, { replace: true });
const link = (customerId: string, partners: Readonly<Record<string, string>>) =>
  changeCustomer(functions.tables.licensing, customerId, () => ({
    customerId,
    name: `Customer ${customerId}`,
    partners: Object.fromEntries(Object.entries(partners).map(([id, since]) => [id, { since }])),
  }));
const compare = (from: string, to: string, { customerId = 'contoso', partnerId = 'p1' } = {}) =>
  functions.call('GET /v1/customers/{id}/insights/compare', {
    path: { id: customerId },
    query: { from, to },
    caller: partnerUser(partnerId),
  });
const problem = (status: number, code: string) => ({ status, body: { status, code } });

test('two days are compared by numerator, denominator and rate, with the flows between them', async () => {
  expect(await compare(daysBefore(3), daysBefore(0))).toMatchObject({
    status: 200,
    body: {
      customerId: 'contoso',
      name: 'Customer contoso',
      from: daysBefore(3),
      to: daysBefore(0),
      deployment: { assigned: { from: 2, to: 2, change: 0 }, deploymentPercent: { from: 20, to: 20, change: 0 } },
      usage: {
        activeEntitlements: { from: 1, to: 1, change: 0 },
        qualified: { from: 10, to: 10, change: 0 },
        usagePercent: { from: 10, to: 10, change: 0 },
      },
      products: [{ sku: 'e3', name: 'Office 365 E3' }],
      flows: { assigned: 0, reclaimed: 0, activated: 1, lapsed: 1 },
      otherwise: 0,
    },
  });
});

test.each([
  { what: 'the days are swapped', from: daysBefore(0), to: daysBefore(3) },
  { what: 'both days are the same', from: daysBefore(1), to: daysBefore(1) },
  { what: 'a day is none', from: '2026-02-31', to: daysBefore(0) },
])('when $what the answer is 400', async ({ from, to }) => {
  expect(await compare(from, to)).toMatchObject(problem(400, 'invalid_query'));
});

test('a comparison without a day is refused by the name of what is missing', async () => {
  const answer = await functions.call('GET /v1/customers/{id}/insights/compare', {
    path: { id: 'contoso' },
    query: { from: daysBefore(3) },
  });
  expect(answer).toMatchObject(problem(400, 'invalid_query'));
  expect(JSON.stringify(answer.body)).toContain('to');
});

test('a day without figures is named, and so is where the history begins', async () => {
  const late = await compare(daysBefore(3), '2026-03-20');
  expect(late).toMatchObject(problem(404, 'no_snapshot'));
  expect(JSON.stringify(late.body)).toContain('for 2026-03-20');
  const early = await compare(daysBefore(90), daysBefore(0));
  expect(JSON.stringify(early.body)).toContain(`for ${daysBefore(90)}`);
});

test('a partner compares from the day of its link on, and days before answer as those without figures', async () => {
  const asP2 = { partnerId: 'p2' };
  expect(await compare(daysBefore(1), daysBefore(0), asP2)).toMatchObject({ status: 200, body: { otherwise: 0 } });
  const before = await compare(daysBefore(2), daysBefore(0), asP2);
  expect(before).toMatchObject(problem(404, 'no_snapshot'));
  const never = await compare(daysBefore(99), daysBefore(0), asP2);
  expect(JSON.stringify(before.body).replaceAll(daysBefore(2), daysBefore(99))).toBe(JSON.stringify(never.body));
  expect(JSON.stringify(before.body)).toContain(`begins on ${daysBefore(1)}`);
});

test('a customer of somebody else is unknown', async () => {
  const [foreign, missing] = [
    await compare(daysBefore(3), daysBefore(0), { customerId: 'gaps', partnerId: 'p2' }),
    await compare(daysBefore(3), daysBefore(0), { customerId: 'nobody', partnerId: 'p2' }),
  ];
  expect(foreign).toMatchObject(problem(404, 'unknown_customer'));
  expect(JSON.stringify(foreign.body).replaceAll('gaps', 'nobody')).toBe(JSON.stringify(missing.body));
});

test.each([
  { differs: { catalogVersion: 'feedc0ffee00' }, said: `versions feedc0ffee00 and ${smallCatalogue.version}` },
  {
    differs: { countingVersion: 1 },
    said: 'the rules by which figures are counted (versions 1 and 2)',
  },
  { differs: { reportingLagDays: 2 }, said: 'the reporting lag (2 and 1 days)' },
  { differs: { windowDays: 30 }, said: 'the window (30 and 28 days)' },
])('days of different definitions are not compared: $said', async ({ differs, said }) => {
  const customerId = `other-${Object.keys(differs).join().toLowerCase()}`;
  await link(customerId, { p1: daysBefore(150) });
  await store({ ...snapshotFor(users, { seats: lists, asOf: A - 1 }), customerId, ...differs });
  await store({ ...snapshotFor(users, { seats: lists }), customerId });
  const answer = await compare(daysBefore(1), daysBefore(0), { customerId });
  expect(answer).toMatchObject(problem(409, 'not_comparable'));
  expect(JSON.stringify(answer.body)).toContain(said);
});

test('over a day without figures the change is told and the flows are not', async () => {
  for (const back of [7, 5])
    await store({ ...snapshotFor(users, { seats: lists, asOf: A - back }), customerId: 'gaps' });
  expect(await compare(daysBefore(7), daysBefore(5), { customerId: 'gaps' })).toMatchObject({
    status: 200,
    body: { usage: { activeEntitlements: { from: 1, to: 1, change: 0 } }, flows: null, otherwise: null },
  });
});

test('flows are summed over more days than one page of them holds', async () => {
  const daily = snapshotFor([user('ada', { held: { e3: [[A, true]] }, active: { teams: [0] } })], { seats: lists });
  await link('long', { p1: daysBefore(150) });
  for (let back = 120; back >= 0; back -= 1) await store({ ...daily, customerId: 'long', asOf: formatDay(A - back) });
  expect((await compare(daysBefore(120), daysBefore(0), { customerId: 'long' })).body).toMatchObject({
    flows: { assigned: 120, reclaimed: 0, activated: 120, lapsed: 0 },
    otherwise: -120,
  });
});
