import { type Day, parseDay } from '../../time/day.ts';

/** The kinds of sources that have a limit of their own. */
export type FreshnessSource = 'activity' | 'subscriptions' | 'seatTotals' | 'assignments' | 'supportCases';

/** By source: how many days it may lag behind the as-of day before what it says is marked stale. */
export type FreshnessLimits = Readonly<Record<FreshnessSource, number>>;

/** The limits where the operator sets no others. */
export const FRESHNESS_LIMIT_DAYS: FreshnessLimits = {
  activity: 7,
  subscriptions: 35,
  seatTotals: 35,
  assignments: 35,
  supportCases: 35,
};

/** Whether a source that speaks through `through` (`YYYY-MM-DD`) is older on day `asOf` than its limit in days. */
export const isStale = (through: string, asOf: Day, limitDays: number): boolean => asOf - parseDay(through) > limitDays;
