import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, figureOf } from '../../catalogue/product.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import { type Day, parseDay } from '../../time/day.ts';

/** A workload with a figure of its own, and how far the activity that goes into it is known. */
export interface MeasuredWorkload {
  /** Raw workloads whose activity the figure unites: `sharepoint` and `onedrive` for SharePoint. */
  readonly raw: readonly string[];
  readonly through: Day;
  /** Of the window's 28 days, how many the least heard of them is heard of. With fewer, counts are lower bounds. */
  readonly heardDays: number;
  /** Every active day of the window is known, and not only how many people were active in it. */
  readonly daily: boolean;
}

/**
 * How far a raw workload is known as seen from day `asOf`. A file that tells only last activities hides what users did
 * before its refresh day, so of such files the newest up to the as-of day counts, or what was fed, where that goes further;
 * `undefined` when all files are later and nothing was fed.
 */
export const throughOf = (
  raw: string,
  { activity, lastActivity, fedThrough = {} }: Coverage,
  asOf: Day,
): Day | undefined => {
  const covered = activity[raw];
  if (covered === undefined) return undefined;
  const files = Object.hasOwn(lastActivity ?? {}, raw) ? (lastActivity?.[raw] ?? []) : [];
  if (covered > (files.at(-1) ?? '')) return parseDay(covered);
  const newest = files.findLast((day) => parseDay(day) <= asOf);
  const known = [newest, Object.hasOwn(fedThrough, raw) ? fedThrough[raw] : undefined].flatMap((day) =>
    day === undefined ? [] : [parseDay(day)],
  );
  return known.length === 0 ? undefined : Math.max(...known);
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

/** Of how many days of the window that ends on day `asOf` a raw workload is heard, which speaks through day `through`. */
const heardDaysOf = (raw: string, { heardFrom = {} }: Coverage, through: Day | undefined, asOf: Day): number => {
  if (through === undefined) return 0;
  const firstDay = asOf - (WINDOW_DAYS - 1);
  const from = Object.hasOwn(heardFrom, raw) ? parseDay(heardFrom[raw] ?? '') : firstDay;
  return Math.max(0, Math.min(through, asOf) - Math.max(from, firstDay) + 1);
};

/**
 * The workloads whose figures can be told on day `asOf`: those of which a raw workload is covered inside the window. Where
 * several raw workloads make one figure, it speaks only as far as the one furthest behind, and is heard as far as the
 * least heard one, of those that anybody ever told of (design 6, ruling 4).
 */
export const measuredWorkloads = (
  catalogue: Catalogue,
  coverage: Coverage,
  asOf: Day,
): Map<string, MeasuredWorkload> => {
  const firstDay = asOf - (WINDOW_DAYS - 1);
  const parts = Object.keys(coverage.activity).flatMap((raw) => {
    const figure = figureOf(catalogue, raw);
    return figure === undefined ? [] : [{ raw, figure, through: throughOf(raw, coverage, asOf) }];
  });
  const measured = new Map<string, MeasuredWorkload>();
  for (const [figure, members] of Map.groupBy(parts, (part) => part.figure)) {
    const heard = members.filter(({ through }) => through !== undefined && through >= firstDay);
    if (heard.length === 0) continue;
    const through = Math.min(...members.map((one) => one.through ?? Number.NEGATIVE_INFINITY));
    measured.set(figure, {
      raw: heard.map(({ raw }) => raw),
      through,
      heardDays: Math.min(...members.map((one) => heardDaysOf(one.raw, coverage, one.through, asOf))),
      daily: through >= asOf && members.every(({ raw }) => tellsEveryDay(raw, coverage, asOf)),
    });
  }
  return measured;
};
