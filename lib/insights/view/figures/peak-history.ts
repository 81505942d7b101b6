import { WINDOW_DAYS } from '../../../activity/calendar.ts';
import { parseDay } from '../../../time/day.ts';
import type { ProductInsights } from './seen-figures.ts';

/**
 * Whether the daily figures of a product reach back far enough, 28 days, to say in words that seats were never assigned:
 * in the first days that is so of every seat that is free.
 */
export const reachesBack = ({ peakSince }: Pick<ProductInsights, 'peakSince'>, asOf: string): boolean =>
  peakSince !== null && parseDay(asOf) - parseDay(peakSince) >= WINDOW_DAYS;
