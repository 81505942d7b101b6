import { CALENDAR_DAYS, WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { userCounter } from '../../../lib/insights/count/count-users.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import { snapshotOf, tallyContextOf } from '../../../lib/insights/count/make-snapshot.ts';
import { supportCasesOn } from '../../../lib/insights/count/posted-records.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { emptyTally } from '../../../lib/insights/count/tally.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import { type Day, startOfDay } from '../../../lib/time/day.ts';
import type { Person } from './people.ts';
import { seatRecordsOn } from './seat-records.ts';
import { coverageOn, type SimulatedCustomer, usedOn } from './simulation.ts';
import { supportCasesUpTo } from './support.ts';

/** When the daily run would have computed a day, with the lists as they were by then: at 02:00 of the next one. */
const RUN_AFTER_MILLISECONDS = 26 * 3_600_000;

/** That of the `dev` stage. */
export const REPORTING_LAG_DAYS = 1;

const DEFINITIONS = {
  catalogue: bundledCatalogue,
  limits: FRESHNESS_LIMIT_DAYS,
  reportingLagDays: REPORTING_LAG_DAYS,
};

/** A user's calendar, carried on from day to day. */
interface CarriedCalendar {
  readonly user: UserFacts & { readonly calendar: { lastDay: Day; readonly words: Record<string, number> } };
  readonly person: Person;
}

/**
 * The snapshots that the daily run would have made of the days from `from` to `to`, oldest first, none from before the
 * customer was one. Each is compared with those before it, as far as they go back.
 */
export function* historyOf(customer: SimulatedCustomer, from: Day, to: Day): Generator<Snapshot> {
  const { startedDaysAgo } = customer.profile;
  const first = startedDaysAgo === undefined ? from : Math.max(from, customer.today - startedDaysAgo);
  const start = first - CALENDAR_DAYS;
  const carried = customer.people.map((person): CarriedCalendar => {
    const { userId, holdings } = person;
    return { person, user: { userId, holdings, calendar: { lastDay: start, words: {} } } };
  });
  const made: Snapshot[] = [];
  for (let day = start + 1; day <= to; day += 1) {
    for (const one of carried) carryOn(customer, one, day);
    if (day < first) continue;
    const snapshot = snapshotOn(customer, carried, day, made);
    made.push(snapshot);
    yield snapshot;
  }
}

/** Adds the next day to a calendar. In place, because a history has a quarter of a million days of users. */
const carryOn = (customer: SimulatedCustomer, { person, user: { calendar } }: CarriedCalendar, day: Day): void => {
  const { words } = calendar;
  for (const workload of Object.keys(words)) words[workload] = ((words[workload] ?? 0) * 2) % 2 ** CALENDAR_DAYS;
  for (const workload of usedOn(customer, person, day)) words[workload] = (words[workload] ?? 0) + 1;
  calendar.lastDay = day;
};

const snapshotOn = (
  customer: SimulatedCustomer,
  users: readonly CarriedCalendar[],
  day: Day,
  before: readonly Snapshot[],
): Snapshot => {
  const { profile, today } = customer;
  const records = { coverage: coverageOn(customer, day), seats: seatRecordsOn(profile, today, day + 1) };
  const context = tallyContextOf(records, DEFINITIONS, day);
  const tally = emptyTally();
  const counter = userCounter(tally, context);
  for (const { user } of users) counter.add(user);
  counter.settle();
  const startedAt = new Date(startOfDay(day).getTime() + RUN_AFTER_MILLISECONDS);
  return snapshotOf({
    customerId: profile.customerId,
    startedAt,
    processedAt: startedAt,
    ...records,
    context,
    tally,
    posted: { supportCases: supportCasesOn(supportCasesUpTo(customer, day), day), reported: {} },
    previous: before.at(-1),
    earlier: before.at(-WINDOW_DAYS),
  });
};
