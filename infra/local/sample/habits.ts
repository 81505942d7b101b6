import type { Day } from '../../../lib/time/day.ts';
import type { HeldSeat, Occupant } from './places.ts';
import { productOf, reportedWorkloads } from './products.ts';
import { type CustomerProfile, HISTORY_DAYS, levelOf } from './profile.ts';
import { drawn, seedOf } from './seeded.ts';
import { isWeekend } from './weekend.ts';

/** How one person uses one workload. */
export interface Habit {
  readonly workload: string;
  /** Whether the person is somebody who uses it, so many days ago. */
  readonly usesIt: (daysAgo: number) => boolean;
  /** On which share of working days. */
  readonly frequency: number;
  readonly seed: number;
}

/** Which share of a product's active users goes to a workload; all of them to any other. */
const APPEAL: Readonly<Record<string, number>> = {
  teams: 0.86,
  officeapps: 0.84,
  sharepoint: 0.66,
  onedrive: 0.55,
  powerbi: 0.4,
  yammer: 0.12,
};

const RAREST = 0.12;
const MOST_OFTEN = 0.95;
const AT_WEEKENDS = 0.15;

/** Multiples of it fall evenly between 0 and 1, however many there are. */
const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** How far a figure looks back beyond its day: activity of today is still counted so many days from now. */
const COUNTED_FOR_DAYS = 27;

/** How somebody uses the workloads of what is held. */
export const habitsOf = (profile: CustomerProfile, { place, person, seats }: Occupant): Habit[] => {
  const held = seats.map((seat) => ({ seat, workloads: reportedWorkloads(productOf(seat.seats.partNumber)) }));
  const rank = (drawn(seedOf(profile.customerId), 0) + place * GOLDEN_RATIO) % 1;
  return [...new Set(held.flatMap(({ workloads }) => workloads))]
    .filter((workload) => likes(profile.customerId, person, workload))
    .map((workload) => {
      const containing = held.filter(({ workloads }) => workloads.includes(workload)).map(({ seat }) => seat);
      const usesIt = (daysAgo: number) => containing.some((seat) => rank < usageOf(profile, seat, daysAgo));
      return { workload, usesIt, ...regularity(profile.customerId, person, workload) };
    });
};

/** Of those who use a product at all, whether this person goes to this workload; customers differ in their tastes. */
const likes = (customerId: string, person: number, workload: string): boolean => {
  const taste = 0.4 + 1.4 * drawn(seedOf(`${customerId} ${workload}`), 0);
  return drawn(seedOf(`${customerId} likes ${workload}`), person) < (APPEAL[workload] ?? 1) ** taste;
};

/**
 * The share of a seat's holders who use it, 0 while it is not held. A falling usage is lowered ahead of time, by as long
 * as activity is counted, so that the figures of a day stand where the trend says.
 */
const usageOf = ({ usage }: CustomerProfile, { seats, from, until }: HeldSeat, daysAgo: number): number => {
  if (daysAgo > from || (until > 0 && daysAgo <= until)) return 0;
  const trend = seats.usage ?? usage;
  const period = seats.boughtDaysAgo ?? HISTORY_DAYS;
  return Math.min(levelOf(trend, daysAgo, period), levelOf(trend, daysAgo - COUNTED_FOR_DAYS, period));
};

const regularity = (customerId: string, person: number, workload: string): Pick<Habit, 'frequency' | 'seed'> => {
  const seed = seedOf(`${customerId} ${person} ${workload}`);
  return { seed, frequency: RAREST + (MOST_OFTEN - RAREST) * drawn(seed, -1) };
};

/** How somebody uses Yammer, which needs no licence. */
export const unlicensedHabits = (customerId: string, at: number): Habit[] => [
  { workload: 'yammer', usesIt: () => true, ...regularity(`${customerId} without licence`, at, 'yammer') },
];

/** Whether a habit shows on a day, which is `daysAgo` days before now. */
export const showsOn = ({ usesIt, frequency, seed }: Habit, day: Day, daysAgo: number): boolean =>
  drawn(seed, daysAgo) < frequency * (isWeekend(day) ? AT_WEEKENDS : 1) && usesIt(daysAgo);
