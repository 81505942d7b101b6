import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, figureOf } from '../../catalogue/product.ts';
import { parseDay } from '../../time/day.ts';
import type { Snapshot } from './snapshot.ts';
import { THRESHOLDS } from './thresholds.ts';

/** The days (`YYYY-MM-DD`) through which the sources of a workload's figure speak, the oldest first. */
export const throughsOf = (
  { sources }: Pick<Snapshot, 'sources'>,
  workload: string,
  catalogue: Pick<Catalogue, 'workloads'>,
): string[] =>
  Object.entries(sources.activity)
    .filter(([raw]) => figureOf(catalogue, raw) === workload)
    .map(([, through]) => through)
    .sort();

/**
 * Whether a workload is heard of from so early in the window on that something may be concluded from its count. Days that
 * are missing at the end do not count here: whether a source lags too far behind, its freshness tells. `heardDays` is
 * `null` on days from before this was kept, which are taken for heard all along.
 */
export const isHeardEnough = (heardDays: number | null, dataThrough: string | null, asOf: string): boolean => {
  if (heardDays === null) return true;
  const lag = dataThrough === null ? 0 : Math.max(0, parseDay(asOf) - parseDay(dataThrough));
  return heardDays + lag >= THRESHOLDS.heardDaysForAdvice;
};

/** Whether a count of active people is a lower bound, because days of the window are not heard of. */
export const isLowerBound = (heardDays: number | null): boolean => heardDays !== null && heardDays < WINDOW_DAYS;
