import type { Coverage } from '../../../lib/licensing/coverage.ts';
import { type Day, formatDay } from '../../../lib/time/day.ts';
import { showsOn } from './habits.ts';
import { type Person, peopleOf } from './people.ts';
import { coveredWorkloads } from './products.ts';
import type { CustomerProfile } from './profile.ts';

/** A customer of the sample portfolio at work: everything about it follows from the profile and today. */
export interface SimulatedCustomer {
  readonly profile: CustomerProfile;
  readonly today: Day;
  readonly people: readonly Person[];
}

/** Brings a profile to life as of today. */
export const simulate = (profile: CustomerProfile, today: Day): SimulatedCustomer => ({
  profile,
  today,
  people: peopleOf(profile, today),
});

/** The newest day of which the customer's source of activity tells: yesterday, if the source is not silent. */
export const activityThrough = ({ profile: { source }, today }: SimulatedCustomer): Day =>
  typeof source === 'object' ? today - source.silentSinceDaysAgo : today - 1;

/** The raw workloads that a source tells somebody used on a day. */
export const usedOn = (customer: SimulatedCustomer, { habits }: Person, day: Day): string[] => {
  if (customer.profile.source === 'none' || day > activityThrough(customer)) return [];
  return habits.filter((habit) => showsOn(habit, day, customer.today - day)).map(({ workload }) => workload);
};

/** How far the customer's sources spoke when the run of the next day computed a day. */
export const coverageOn = (customer: SimulatedCustomer, day: Day): Coverage => {
  const through = formatDay(Math.min(day, activityThrough(customer)));
  const changes = customer.people.flatMap(({ holdings }) => Object.values(holdings).flat());
  const from = changes.reduce((earliest, [on]) => Math.min(earliest, on), day);
  return {
    activity: Object.fromEntries(coveredWorkloads(customer.profile).map((workload) => [workload, through])),
    ...(changes.length > 0 ? { assignments: { from: formatDay(from), through: formatDay(day + 1) } } : {}),
  };
};
