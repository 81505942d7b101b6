import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, figureOf } from '../../catalogue/product.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import { type Day, parseDay } from '../../time/day.ts';

/** A workload with a figure of its own, and how far the activity that goes into it is known. */
export interface MeasuredWorkload {
  /** Raw workloads whose activity the figure unites: `sharepoint` and `onedrive` for SharePoint. */
  readonly raw: readonly string[];
  readonly through: Day;
  /** Every active day of the window is known, and not only how many people were active in it. */
  readonly daily: boolean;
}

/**
 * How far a raw workload is known as seen from day `asOf`. A file that tells only last activities hides what users did
 * before its refresh day, so of such files the newest up to the as-of day counts; `undefined` when all are later.
 */
const throughOf = (raw: string, { activity, lastActivity }: Coverage, asOf: Day): Day | undefined => {
  const covered = activity[raw];
  if (covered === undefined) return undefined;
  const files = Object.hasOwn(lastActivity ?? {}, raw) ? (lastActivity?.[raw] ?? []) : [];
  if (covered > (files.at(-1) ?? '')) return parseDay(covered);
  const newest = files.findLast((day) => parseDay(day) <= asOf);
  return newest === undefined ? undefined : parseDay(newest);
};

/**
 * Whether all active days of the window that ends on day `asOf` are known of a raw workload: files of last activities
 * hide all days but one, unless every day of the window has its own file.
 */
const tellsEveryDay = (raw: string, { lastActivity = {} }: Coverage, asOf: Day): boolean => {
  const files = new Set((Object.hasOwn(lastActivity, raw) ? (lastActivity[raw] ?? []) : []).map(parseDay));
  const window = Array.from({ length: WINDOW_DAYS }, (_, ago) => asOf - ago);
  return [...files].every((day) => day < asOf - (WINDOW_DAYS - 1)) || window.every((day) => files.has(day));
};

/**
 * The workloads whose figures can be told on day `asOf`: those covered inside the window. Where several raw workloads
 * make one figure it speaks only as far as the one furthest behind, of those that speak of the window at all.
 */
export const measuredWorkloads = (
  catalogue: Catalogue,
  coverage: Coverage,
  asOf: Day,
): Map<string, MeasuredWorkload> => {
  const firstDay = asOf - (WINDOW_DAYS - 1);
  const measured = new Map<string, MeasuredWorkload>();
  for (const raw of Object.keys(coverage.activity)) {
    const figure = figureOf(catalogue, raw);
    const through = throughOf(raw, coverage, asOf);
    if (figure === undefined || through === undefined || through < firstDay) continue;
    const known = measured.get(figure);
    measured.set(figure, {
      raw: [...(known?.raw ?? []), raw],
      through: Math.min(through, known?.through ?? Number.POSITIVE_INFINITY),
      daily: through >= asOf && tellsEveryDay(raw, coverage, asOf) && (known?.daily ?? true),
    });
  }
  return measured;
};
