import { MOST_EVENTS } from '../../../lib/activity/activity-event.ts';
import { CALENDAR_DAYS } from '../../../lib/activity/calendar.ts';
import { MOST_CHANGES } from '../../../lib/licensing/assignment-change.ts';
import { type Day, formatDay, startOfDay } from '../../../lib/time/day.ts';
import { domainOf, type Person } from './people.ts';
import { coveredWorkloads } from './products.ts';
import { HISTORY_DAYS } from './profile.ts';
import { drawn, guidOf, seedOf } from './seeded.ts';
import { activityThrough, type SimulatedCustomer, usedOn } from './simulation.ts';

/** Partners may read from before the first day of the history. */
const READABLE_DAYS = HISTORY_DAYS + 10;

const FIRST_HOUR = 6;
const HOURS = 12;

/** The body of `PUT /v1/customers/{id}`. */
export const profileRequest = ({
  profile: { customerId, name, partners, startedDaysAgo },
  today,
}: SimulatedCustomer) => ({
  name,
  domain: domainOf(customerId),
  externalIds: { entraTenantId: guidOf(`tenant of ${customerId}`) },
  partners: partners.map((id) => ({ id, since: formatDay(today - (startedDaysAgo ?? READABLE_DAYS)) })),
});

/** The bodies of `POST /v1/customers/{id}/assignments`: who was given what when, and who lost it. */
export const assignmentRequests = ({ people }: SimulatedCustomer) =>
  chunks(people.map(changesOf), MOST_CHANGES).map((changes) => ({ changes }));

const changesOf = ({ userId, holdings }: Person) =>
  Object.entries(holdings).flatMap(([sku, history]) =>
    history.map(([on, assigned]) => ({ userId, sku, change: assigned ? 'assigned' : 'unassigned', on: formatDay(on) })),
  );

/**
 * The bodies of `POST /v1/activity` for the days that the API still takes, all of a user's events in one of them, each
 * with the feed's word on how far it is complete; none when the customer has no source of activity.
 */
export const activityRequests = (customer: SimulatedCustomer) => {
  const { customerId } = customer.profile;
  const workloads = coveredWorkloads(customer.profile);
  if (workloads.length === 0) return [];
  const from = formatDay(customer.today - (CALENDAR_DAYS - 1));
  const coverage = [{ customerId, workloads, from, through: formatDay(activityThrough(customer)) }];
  const events = customer.people.map((person) => eventsOf(customer, person));
  return chunks(events, MOST_EVENTS).map((some) => ({ events: some, coverage }));
};

const eventsOf = (customer: SimulatedCustomer, person: Person) => {
  const { customerId } = customer.profile;
  const seed = seedOf(person.userId);
  const days = Array.from({ length: CALENDAR_DAYS - 1 }, (_, at) => customer.today - 1 - at).reverse();
  return days.flatMap((day) =>
    usedOn(customer, person, day).map((workload, at) => {
      const occurredAt = timeOn(day, drawn(seed + at, day));
      return { customerId, userId: person.userId, workload, occurredAt };
    }),
  );
};

/** A time of the working day; `share` is how much of it is over. */
const timeOn = (day: Day, share: number): string => {
  const seconds = Math.floor((FIRST_HOUR + HOURS * share) * 3_600);
  return new Date(startOfDay(day).getTime() + seconds * 1_000).toISOString();
};

/** Puts groups together to lists of at most `most` entries, without splitting a group. */
const chunks = <Entry>(groups: readonly (readonly Entry[])[], most: number): Entry[][] => {
  const lists: Entry[][] = [];
  for (const group of groups) {
    const last = lists.at(-1);
    if (last && last.length + group.length <= most) last.push(...group);
    else lists.push([...group]);
  }
  return lists;
};
