import { type Day, parseDay } from '../time/day.ts';
import type { Subscription, ToldSubscription } from './subscription.ts';

/** How many days the months of a year have. */
export const MONTH_DAYS = { fewest: 28, most: 31 } as const;

/** Lists may come so rarely that a monthly date has moved by several months between two of them: at most this many days. */
const STILL_MONTHLY_DAYS = 93;

/**
 * Whether a subscription, of which no source tells the term, is taken for a monthly one because its date has moved by a
 * month since the list before (design 6, ruling 11). `before` is the same subscription in that list.
 */
export const movesMonthly = ({ term, renewsOn }: ToldSubscription, before: Subscription | undefined): boolean => {
  if (term !== undefined || renewsOn === undefined || before?.renewsOn === undefined) return false;
  const moved = parseDay(renewsOn) - parseDay(before.renewsOn);
  if (moved >= MONTH_DAYS.fewest && moved <= MONTH_DAYS.most) return true;
  return before.movesMonthly === true && moved >= 0 && moved <= STILL_MONTHLY_DAYS;
};

/**
 * Whether a subscription renews each month by itself, so that its renewal is nobody's decision: told as `P1M`, unless it
 * is told not to renew by itself, or taken for monthly and due within 31 days of `today` (design 6, ruling 11).
 */
export const renewsMonthlyByItself = (
  { term, autoRenew, renewsOn, movesMonthly: moves }: Subscription,
  today: Day,
): boolean => {
  if (autoRenew === false) return false;
  if (term !== undefined) return term === 'P1M';
  return moves === true && renewsOn !== undefined && parseDay(renewsOn) - today <= MONTH_DAYS.most;
};
