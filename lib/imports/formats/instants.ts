import * as z from 'zod';
import { type Day, dayOf, formatDay } from '../../time/day.ts';

/** How Windows PowerShell writes an instant as JSON: milliseconds since 1970. */
const windowsInstant = z
  .string()
  .regex(/^\/Date\(-?\d{1,15}(?:[+-]\d{4})?\)\/$/u)
  .transform((text): Day => dayOf(new Date(Number.parseInt(text.slice('/Date('.length), 10))));

const isoInstant = z
  .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
  .transform(
    (text): Day => dayOf(new Date(/T.*(?:Z|[+-]\d\d:?\d\d)$/u.test(text) || !text.includes('T') ? text : `${text}Z`)),
  );

/**
 * An instant or date of ISO 8601 or of Windows PowerShell, as the UTC day that contains it. An instant without an offset
 * is taken for UTC: .NET writes such ones where it does not know better.
 */
export const instantDay = z.union([isoInstant, windowsInstant], {
  error: ({ input }) => `${JSON.stringify(input)} is not an instant like 2026-03-01T00:00:00Z`,
});

/** No subscription runs as long: the longest term is three years. */
const FAR_FUTURE_DAYS = 3_660;

/**
 * The day (`YYYY-MM-DD`) on which a subscription renews or ends; `undefined` for the far future, which says that it
 * does neither, and for .NET's year 1, which says that nothing is known. `today` is the day of the file.
 */
export const renewalDay = (day: Day | null | undefined, today: Day): string | undefined =>
  day === null || day === undefined || day < 0 || day - today > FAR_FUTURE_DAYS ? undefined : formatDay(day);
