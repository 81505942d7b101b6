import { expect, test } from 'vitest';
import { historyOf } from '../../../infra/local/sample/history.ts';
import { activityRequests, assignmentRequests } from '../../../infra/local/sample/requests.ts';
import { seatRecordsOn } from '../../../infra/local/sample/seat-records.ts';
import type { SimulatedCustomer } from '../../../infra/local/sample/simulation.ts';
import { calendarOf } from '../../../lib/activity/calendar.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { snapshotOf, tallyContextOf } from '../../../lib/insights/adoption.ts';
import { addUser, emptyTally } from '../../../lib/insights/adoption-tally.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/freshness.ts';
import { snapshot } from '../../../lib/insights/snapshot.ts';
import { mergeChanges } from '../../../lib/licensing/assignment.ts';
import type { Coverage } from '../../../lib/licensing/coverage.ts';
import { dayOf, formatDay, parseDay } from '../../../lib/time/day.ts';
import { allCustomers, TODAY, theCustomer } from './simulated.ts';

const A = TODAY - 1;

/** The snapshot of A, counted anew from what is sent to the API. */
const recount = (customer: SimulatedCustomer) => {
  const { customerId } = customer.profile;
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
  for (const userId of new Set([...events, ...changes].map((one) => one.userId))) {
    const own = events.filter((event) => event.userId === userId);
    const calendar = calendarOf(own.map((event) => ({ ...event, day: dayOf(new Date(event.occurredAt)) })));
    const held = changes.filter((change) => change.userId === userId);
    const holdings = mergeChanges(
      {},
      held.map(({ sku, change, on }) => ({ sku, assigned: change === 'assigned', on: parseDay(on) })),
    );
    const user = { userId, ...(calendar ? { calendar } : {}), ...(holdings ? { holdings } : {}) };
    addUser(tally, user, context);
  }
  const [startedAt, processedAt] = [new Date(0), new Date(0)];
  return snapshotOf({ customerId, startedAt, processedAt, ...records, context, tally });
};

test('the history ends in what the API computes from what is sent to it', () => {
  for (const customer of allCustomers()) {
    const [simulated] = [...historyOf(customer, A, A)];
    const { startedAt, processedAt, ...counted } = recount(customer);
    expect(simulated).toMatchObject(counted);
    expect(simulated && simulated.startedAt > startedAt && simulated.processedAt > processedAt).toBe(true);
  }
});

test('a day of the history does not depend on where the history begins', () => {
  const customer = theCustomer('relecloud');
  expect([...historyOf(customer, A - 40, A)].at(-1)).toEqual([...historyOf(customer, A, A)].at(-1));
});

test('a history has every day once, oldest first, in the stored shape', () => {
  const days = [...historyOf(theCustomer('zava'), A - 90, A - 1)].map((one) => snapshot.parse(one).asOf);
  expect(days).toEqual(Array.from({ length: 90 }, (_, at) => formatDay(A - 90 + at)));
});

test('a history begins when the customer became one', () => {
  const days = [...historyOf(theCustomer('first-up-consultants'), A - 90, A - 1)].map(({ asOf }) => asOf);
  expect(days).toEqual([6, 5, 4, 3, 2].map((daysAgo) => formatDay(TODAY - daysAgo)));
});
