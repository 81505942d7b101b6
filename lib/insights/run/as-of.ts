import { CALENDAR_DAYS, WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Day, dayOf } from '../../time/day.ts';

/** How many days after its end a day can still be computed: what the calendar remembers beyond the window. */
const COMPUTABLE_DAYS = CALENDAR_DAYS - WINDOW_DAYS;

/** The as-of day at an instant: today (UTC) less the reporting lag. */
export const asOfDay = (now: Date, reportingLagDays: number): Day => dayOf(now) - reportingLagDays;

/** What may be done about day `asOf` at an instant. */
export type Computability =
  /** It is the current as-of day: its snapshot may be replaced. */
  | 'current'
  /** It is over, but the calendars still reach back far enough for a missing snapshot. */
  | 'late'
  /** The calendars no longer reach back, or the day is not over yet: computing would be guessing. */
  | 'refused';

/** Whether day `asOf` can be computed now; `today − asOf` must be at most 4 (32-bit calendars, 28-day window). */
export const computabilityOf = (asOf: Day, now: Date, reportingLagDays: number): Computability => {
  const current = asOfDay(now, reportingLagDays);
  if (asOf === current) return 'current';
  return asOf < current && dayOf(now) - asOf <= COMPUTABLE_DAYS ? 'late' : 'refused';
};

/** The days that may be under way while `current` is the as-of day: that one, those before it, and the next, by another clock. */
export const computableDays = (current: Day): Day[] =>
  Array.from({ length: COMPUTABLE_DAYS + 2 }, (_, ago) => current + 1 - ago);
