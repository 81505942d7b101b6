import * as z from 'zod';

/** A UTC calendar day, counted in days since 1970-01-01. */
export type Day = number;

/** Before every day of which there is anything, `YYYY-MM-DD`. */
export const BEGINNING = '0000-01-01';

const MILLISECONDS_PER_DAY = 86_400_000;

/** The UTC day that contains an instant. */
export const dayOf = (instant: Date): Day => Math.floor(instant.getTime() / MILLISECONDS_PER_DAY);

/** Midnight UTC at the start of a day. */
export const startOfDay = (day: Day): Date => new Date(day * MILLISECONDS_PER_DAY);

/** `YYYY-MM-DD`. */
export const formatDay = (day: Day): string => startOfDay(day).toISOString().slice(0, 10);

/** The text of a real calendar day, `YYYY-MM-DD`; 31 February is refused. */
export const dayText = z.iso.date();

/** The first of some days (`YYYY-MM-DD`), those that are not known left out; `undefined` when none is known. */
export const earliestDay = (...days: readonly (string | null | undefined)[]): string | undefined =>
  days.filter((day) => day != null).sort()[0];

/** The day that a valid `YYYY-MM-DD` names; throws a RangeError for any other text. */
export const parseDay = (text: string): Day => {
  if (!dayText.safeParse(text).success) throw new RangeError(`"${text}" is not a day of the form YYYY-MM-DD`);
  return dayOf(new Date(`${text}T00:00:00Z`));
};
