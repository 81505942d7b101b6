import type { Day } from '../../../lib/time/day.ts';

/** Whether a day is a Saturday or a Sunday. Day 0 was a Thursday. */
export const isWeekend = (day: Day): boolean => [0, 6].includes((day + 4) % 7);
