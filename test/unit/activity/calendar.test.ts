import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarExpiry } from '../../../lib/activity/activity-table.ts';
import {
  type ActiveDay,
  activeWithin,
  type Calendar,
  calendarOf,
  gainsABit,
  mergeCalendars,
  WINDOW_DAYS,
  wordAsOf,
} from '../../../lib/activity/calendar.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';

const A = parseDay('2026-03-01');

/** Bit by bit and without any shift: the days that a calendar says a workload was used on. */
const daysIn = (calendar: Calendar | undefined): Set<string> => {
  const days = new Set<string>();
  for (const [workload, word] of Object.entries(calendar?.words ?? {}))
    for (const [back, bit] of word.toString(2).split('').reverse().entries())
      if (bit === '1') days.add(`${workload} ${(calendar?.lastDay ?? 0) - back}`);
  return days;
};

/** The plain truth: all days, less those more than 31 before the newest. */
const naiveDays = (days: readonly ActiveDay[]): Set<string> => {
  const newest = Math.max(...days.map(({ day }) => day));
  return new Set(days.filter(({ day }) => newest - day <= 31).map(({ workload, day }) => `${workload} ${day}`));
};

const activeDay = fc.record({
  workload: fc.constantFrom('exchange', 'teams', 'onedrive'),
  day: fc.integer({ min: A - 70, max: A + 4 }),
});
const activeDays = fc.array(activeDay, { minLength: 1, maxLength: 60 });
const calendar = activeDays.map((days) => calendarOf(days) ?? { lastDay: 0, words: {} });

const activeOn = (asOf: number, days: readonly number[], within = WINDOW_DAYS): boolean => {
  const made = calendarOf(days.map((day) => ({ workload: 'teams', day })));
  return made !== undefined && activeWithin(wordAsOf(made.words.teams ?? 0, made.lastDay, asOf), within);
};

test('keeps exactly the days of a naive set, in whatever order and however often they come', () => {
  fc.assert(
    fc.property(activeDays, fc.nat(), (days, seed) => {
      const shuffled = [...days, ...days].sort((a, b) => ((a.day * 31 + seed) % 7) - ((b.day * 31 + seed) % 7));
      expect(daysIn(calendarOf(shuffled))).toEqual(naiveDays(days));
    }),
  );
});

test('merges commutatively', () => {
  fc.assert(
    fc.property(calendar, calendar, (a, b) => {
      expect(mergeCalendars(a, b)).toEqual(mergeCalendars(b, a));
    }),
  );
});

test('merges associatively', () => {
  fc.assert(
    fc.property(calendar, calendar, calendar, (a, b, c) => {
      expect(mergeCalendars(mergeCalendars(a, b), c)).toEqual(mergeCalendars(a, mergeCalendars(b, c)));
    }),
  );
});

test('merges idempotently', () => {
  fc.assert(
    fc.property(calendar, calendar, (a, b) => {
      const merged = mergeCalendars(a, b);
      expect(mergeCalendars(merged, b)).toEqual(merged);
      expect(gainsABit(merged, mergeCalendars(merged, b))).toBe(false);
    }),
  );
});

test('keeps unsigned words that have a bit', () => {
  fc.assert(
    fc.property(activeDays, (days) => {
      for (const word of Object.values(calendarOf(days)?.words ?? {})) {
        expect(word).toBeGreaterThan(0);
        expect(word).toBeLessThanOrEqual(0xffff_ffff);
      }
    }),
  );
});

test('gains a bit exactly when a day is new', () => {
  fc.assert(
    fc.property(calendar, calendar, (current, added) => {
      const merged = mergeCalendars(current, added);
      const known = daysIn(current);
      expect(gainsABit(current, merged)).toBe([...daysIn(merged)].some((day) => !known.has(day)));
    }),
  );
});

test('counts a window as a recount of the days does, for every as-of day that is still computable', () => {
  fc.assert(
    fc.property(activeDays, fc.integer({ min: 0, max: 4 }), fc.constantFrom(1, 7, 28), (days, lag, within) => {
      const own = days.filter(({ workload }) => workload === 'teams').map(({ day }) => day);
      const newest = Math.max(...own);
      const asOf = newest - lag;
      const recount = own.some((day) => day <= asOf && day > asOf - within);
      expect(activeOn(asOf, own, within)).toBe(recount);
    }),
  );
});

test('counts day A-27 and not day A-28', () => {
  expect(activeOn(A, [A - 27])).toBe(true);
  expect(activeOn(A, [A - 28])).toBe(false);
});

test('counts day A and not day A+1', () => {
  expect(activeOn(A, [A])).toBe(true);
  expect(activeOn(A, [A + 1])).toBe(false);
});

test.each([1, 2, 3, 4])('tells the window that ends %i days before the newest activity', (ahead) => {
  expect(activeOn(A, [A - 27, A + ahead])).toBe(true);
  expect(activeOn(A, [A - 28, A + ahead])).toBe(false);
});

test('tells 1, 7 and 28 days apart', () => {
  const within = (back: number) => [1, 7, 28].map((days) => activeOn(A, [A - back], days));
  expect(within(0)).toEqual([true, true, true]);
  expect(within(1)).toEqual([false, true, true]);
  expect(within(6)).toEqual([false, true, true]);
  expect(within(7)).toEqual([false, false, true]);
  expect(within(28)).toEqual([false, false, false]);
});

test('finds no activity in a window of no days', () => {
  expect(activeWithin(0xffff_ffff, 0)).toBe(false);
});

/** From the window's last day to beyond twice what a word holds, where JavaScript's own shifts have begun anew. */
const DISTANCES = Array.from({ length: 39 }, (_, index) => 27 + index);

test('moves words by 27 to 65 days without shifting them modulo 32', () => {
  for (const distance of DISTANCES) {
    const moved = wordAsOf(1, A, A + distance);
    expect(moved).toBe(distance < 32 ? 2 ** distance : 0);
    expect(activeWithin(moved, 28)).toBe(distance < 28);
    expect(wordAsOf(0xffff_ffff, A, A - distance)).toBe(distance < 32 ? 2 ** (32 - distance) - 1 : 0);
  }
});

test('merges a day that is 27 to 65 days older', () => {
  for (const distance of DISTANCES) {
    const newer = { workload: 'teams', day: A };
    const older = { workload: 'teams', day: A - distance };
    const merged = { lastDay: A, words: { teams: distance < 32 ? 2 ** distance + 1 : 1 } };
    expect(calendarOf([newer, older])).toEqual(merged);
    expect(calendarOf([older, newer])).toEqual(merged);
  }
});

test('forgets a workload that was last used more than 31 days before the newest activity', () => {
  const merged = calendarOf([
    { workload: 'exchange', day: A - 32 },
    { workload: 'teams', day: A },
  ]);
  expect(merged).toEqual({ lastDay: A, words: { teams: 1 } });
});

test('holds 32 active days in a row', () => {
  const days = Array.from({ length: 32 }, (_, back) => ({ workload: 'teams', day: A - back }));
  expect(calendarOf(days)).toEqual({ lastDay: A, words: { teams: 0xffff_ffff } });
});

test('makes no calendar of no days', () => {
  expect(calendarOf([])).toBeUndefined();
});

test.each([
  ['2024-02-29', '2024-03-27', '2024-03-28'],
  ['2023-02-28', '2023-03-27', '2023-03-28'],
  ['2025-12-20', '2026-01-16', '2026-01-17'],
])('counts activity of %s through %s and no more on the day after', (active, through, after) => {
  expect(activeOn(parseDay(through), [parseDay(active)])).toBe(true);
  expect(activeOn(parseDay(after), [parseDay(active)])).toBe(false);
});

test('expires an item at the first midnight at which no window that is still computable holds its newest day', () => {
  const expires = calendarExpiry(parseDay('2026-01-30'));
  expect(new Date(expires * 1000).toISOString()).toBe('2026-03-03T00:00:00.000Z');
  const lastComputable = parseDay('2026-03-02') - 4;
  expect(formatDay(lastComputable - 27)).toBe('2026-01-30');
});
