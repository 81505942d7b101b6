import type { Day } from '../../time/day.ts';

/** The first day of a report of so many days (`text`: 7, 30, 90 …) up to its refresh day; `undefined` where it is no number. */
export const periodFrom = (refreshDay: Day, text: string): Day | undefined =>
  /^[1-9]\d{0,2}$/u.test(text.trim()) ? refreshDay - (Number(text) - 1) : undefined;
