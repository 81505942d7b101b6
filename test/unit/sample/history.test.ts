import { expect, test } from 'vitest';
import { historyOf } from '../../../infra/local/sample/history.ts';
import { activityRequests, assignmentRequests } from '../../../infra/local/sample/requests.ts';
import { seatRecordsOn } from '../../../infra/local/sample/seat-records.ts';
import type { SimulatedCustomer } from '../../../infra/local/sample/simulation.ts';
import { supportCasesRequest } from '../../../infra/local/sample/support.ts';
import { calendarOf, WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { userCounter } from '../../../lib/insights/count/count-users.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import { snapshotOf, tallyContextOf } from '../../../lib/insights/count/make-snapshot.ts';
import { supportCasesOn } from '../../../lib/insights/count/posted-records.ts';
import { type Snapshot, snapshot } from '../../../lib/insights/count/snapshot.ts';
import { emptyTally } from '../../../lib/insights/count/tally.ts';
import { mergeChanges } from '../../../lib/licensing/assignment.ts';
import type { Coverage } from '../../../lib/licensing/coverage.ts';
import { mergeCases } from '../../../lib/licensing/posted/support-cases.ts';
import { dayOf, formatDay, parseDay } from '../../../lib/time/day.ts';
import { allCustomers, TODAY, theCustomer } from './simulated.ts';

const A = TODAY - 1;

/** The snapshot of A, counted anew from what is sent to the API; `history` is what the table holds of the days before. */
const recount = (customer: SimulatedCustomer, history: readonly Snapshot[]) => {
  const { customerId, partners } = customer.profile;
  const activity = activityRequests(customer);
  const events = activity.flatMap((body) => body.events);
  const changes = assignmentRequests(customer).flatMap((body) => body.changes);
  const days = changes.map(({ on }) => on).sort();
  const word = activity[0]?.coverage[0];
  const coverage: Coverage = {
    activity: Object.fromEntries((word?.workloads ?? []).map((workload) => [workload, word?.through ?? ''])),
    ...(days[0] === undefined ? {} : { assignments: { from: days[0], through: formatDay(TODAY) } }),
  };
  const records = { coverage, seats: seatRecordsOn(customer.profile, TODAY, TODAY) };
  const context = tallyContextOf(
    records,
    { catalogue: bundledCatalogue, limits: FRESHNESS_LIMIT_DAYS, reportingLagDays: 1 },
    A,
  );
  const tally = emptyTally();
  const counter = userCounter(tally, context);
  for (const userId of new Set([...events, ...changes].map((one) => one.userId))) {
    const own = events.filter((event) => event.userId === userId);
    const calendar = calendarOf(own.map((event) => ({ ...event, day: dayOf(new Date(event.occurredAt)) })));
    const held = changes.filter((change) => change.userId === userId);
    const holdings = mergeChanges(
      {},
      held.map(({ sku, change, on }) => ({ sku, assigned: change === 'assigned', on: parseDay(on) })),
    );
    const user = { userId, ...(calendar ? { calendar } : {}), ...(holdings ? { holdings } : {}) };
    counter.add(user);
  }
  counter.settle();
  const sent = supportCasesRequest(customer);
  const cases = sent && partners[0] !== undefined ? { [partners[0]]: mergeCases({ days: {} }, sent.cases) } : {};
  return snapshotOf({
    customerId,
    startedAt: new Date(0),
    processedAt: new Date(0),
    ...records,
    context,
    tally,
    posted: { supportCases: supportCasesOn(cases, A), reported: {} },
    previous: history.at(-1),
    earlier: history.find(({ asOf }) => asOf === formatDay(A - WINDOW_DAYS)),
  });
};

/** Expects the newest day of a history that begins on day `from` to be what the API computes, but for its times. */
const expectRecounted = (customer: SimulatedCustomer, from: number) => {
  const before = [...historyOf(customer, from, A)];
  const simulated = before.pop();
  const { startedAt, processedAt, ...counted } = recount(customer, before);
  expect(simulated).toMatchObject(counted);
  expect(simulated && simulated.startedAt > startedAt && simulated.processedAt > processedAt).toBe(true);
};

test('the history ends in what the API computes from what is sent to it', () => {
  for (const customer of allCustomers()) expectRecounted(customer, A);
});

test('the history ends in what the API computes with the days before it', () => {
  for (const customerId of ['relecloud', 'lucerne-publishing', 'munsons-pickles', 'first-up-consultants'])
    expectRecounted(theCustomer(customerId), A - WINDOW_DAYS);
});

test('the users and seats of a day do not depend on where the history begins', () => {
  const customer = theCustomer('relecloud');
  const alone = ({ products, workloads, ...rest }: Snapshot) => ({
    ...rest,
    products: products.map(({ peakAssigned: _peak, peakSince: _since, ...product }) => product),
    workloads: workloads.map(({ earlier: _earlier, ...row }) => row),
  });
  const of = (from: number) => [...historyOf(customer, from, A)].map(alone).at(-1);
  expect(of(A - 40)).toEqual(of(A));
});

test('a day knows the most that were ever assigned, and the figures of 28 days before', () => {
  const days = [...historyOf(theCustomer('lucerne-publishing'), A - 40, A)];
  const assigned = days.map(({ products }) => products[0]?.assigned);
  expect([assigned[0], assigned.at(-1)]).toEqual([44, 40]);
  expect(days.map(({ products }) => products[0]?.peakAssigned)).toEqual(Array(41).fill(44));
  const counts = days.map(({ workloads }) => {
    const row = workloads.find(({ workload }) => workload === 'exchange');
    return { active: row?.active, qualified: row?.qualified, earlier: row?.earlier };
  });
  expect(counts.map(({ earlier }) => earlier)).toEqual([
    ...Array(28).fill(null),
    ...counts.slice(0, 13).map(({ active, qualified }) => ({ active, qualified })),
  ]);
});

test('a history has every day once, oldest first, in the stored shape', () => {
  const days = [...historyOf(theCustomer('zava'), A - 90, A - 1)].map((one) => snapshot.parse(one).asOf);
  expect(days).toEqual(Array.from({ length: 90 }, (_, at) => formatDay(A - 90 + at)));
});

test('a history begins when the customer became one', () => {
  const days = [...historyOf(theCustomer('first-up-consultants'), A - 90, A - 1)].map(({ asOf }) => asOf);
  expect(days).toEqual([6, 5, 4, 3, 2].map((daysAgo) => formatDay(TODAY - daysAgo)));
});
