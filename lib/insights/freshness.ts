import { type Day, parseDay } from '../time/day.ts';

/** How many days a source may lag behind the as-of day before what it says is marked stale. */
export const FRESHNESS_LIMIT_DAYS = { activity: 7, subscriptions: 35, seatTotals: 35, assignments: 35 } as const;

/** Whether a source that speaks through `through` (`YYYY-MM-DD`) is older than its limit on day `asOf`. */
export const isStale = (source: keyof typeof FRESHNESS_LIMIT_DAYS, through: string, asOf: Day): boolean =>
  asOf - parseDay(through) > FRESHNESS_LIMIT_DAYS[source];
