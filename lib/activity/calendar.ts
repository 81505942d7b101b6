import type { Day } from '../time/day.ts';

/** How many days one word remembers: 28 of the window, up to 3 of reporting lag, 1 of slack. */
export const CALENDAR_DAYS = 32;

/** The window of every usage figure, in calendar days. */
export const WINDOW_DAYS = 28;

/** Unsigned 32 bits per workload; bit i is set when the user was active i days before `lastDay`. */
type Words = Readonly<Record<string, number>>;

/** The active days of one user at one customer. */
export interface Calendar {
  readonly lastDay: Day;
  readonly words: Words;
}

/** One workload used on one day. */
export interface ActiveDay {
  readonly workload: string;
  readonly day: Day;
}

/**
 * Moves a word `distance` days into the past (left), or towards the present when negative (right).
 * The only place that shifts: JavaScript shifts modulo 32, so a distance of 32 or more must give 0 by hand.
 */
const shift = (word: number, distance: number): number => {
  if (distance <= -CALENDAR_DAYS || distance >= CALENDAR_DAYS) return 0;
  return distance >= 0 ? (word << distance) >>> 0 : word >>> -distance;
};

const withoutEmptyWords = (words: Record<string, number>): Words =>
  Object.fromEntries(Object.entries(words).filter(([, word]) => word !== 0));

/** The union of two calendars; days more than 31 before the newer `lastDay` are dropped. Commutative, associative, idempotent. */
export const mergeCalendars = (a: Calendar, b: Calendar): Calendar => {
  const lastDay = Math.max(a.lastDay, b.lastDay);
  const words: Record<string, number> = {};
  for (const { lastDay: from, words: source } of [a, b]) {
    for (const [workload, word] of Object.entries(source)) {
      words[workload] = ((words[workload] ?? 0) | shift(word, lastDay - from)) >>> 0;
    }
  }
  return { lastDay, words: withoutEmptyWords(words) };
};

/** The calendar that holds exactly these active days (of the last 32 up to the newest), or `undefined` for none. */
export const calendarOf = (days: Iterable<ActiveDay>): Calendar | undefined => {
  let calendar: Calendar | undefined;
  for (const { workload, day } of days) {
    const single = { lastDay: day, words: { [workload]: 1 } };
    calendar = calendar ? mergeCalendars(calendar, single) : single;
  }
  return calendar;
};

/** Whether `next` knows an active day that `current` does not. `next` must be a merge that includes `current`. */
export const gainsABit = (current: Calendar, next: Calendar): boolean =>
  Object.entries(next.words).some(
    ([workload, word]) => shift(current.words[workload] ?? 0, next.lastDay - current.lastDay) !== word,
  );

/** A word as seen from the end of day `asOf`: bit i is set when active i days before `asOf`; later days are gone. */
export const wordAsOf = (word: number, lastDay: Day, asOf: Day): number => shift(word, asOf - lastDay);

/** The bits of the `days` newest days. */
const newest = (days: number): number => shift(0xffff_ffff, days - CALENDAR_DAYS);

/** On how many of the `days` newest days a word (as of its day) is active. */
export const activeDaysWithin = (wordAsOfDay: number, days: number): number => {
  // The bits of a word are summed in pairs, fours, eights, and all of them ("Hacker's Delight", 5-1).
  let sum = wordAsOfDay & newest(days);
  sum -= (sum >>> 1) & 0x5555_5555;
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  sum = (sum + (sum >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(sum, 0x0101_0101) >>> 24;
};

/** Whether a word (as of its day) has an active day among the `days` newest, of 32 that it holds. */
export const activeWithin = (wordAsOfDay: number, days: number): boolean => (wordAsOfDay & newest(days)) !== 0;
