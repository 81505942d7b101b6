import * as z from 'zod';
import { type Complaints, refuseLines } from '../../problem/refuse-lines.ts';
import { type Day, dayText, formatDay } from '../../time/day.ts';
import { cutAfter } from '../../values/leniently.ts';
import {
  casesThrough,
  SUPPORT_CATEGORIES,
  SUPPORT_DAYS,
  type SupportCase,
  type SupportCases,
  supportCase,
} from './support-cases.ts';

/** Most entries of one request: more than there are days and categories to speak of. */
export const MOST_CASES = 400;

/** The cases that a request names. */
export const postedSupportCases = z
  .object({
    cases: cutAfter(
      MOST_CASES,
      z.array(supportCase).max(MOST_CASES, `a request takes at most ${MOST_CASES} entries; send them in several`),
    ),
  })
  .meta({ id: 'PostedSupportCases' });

/** What a caller sees: its own cases. */
export const supportCasesView = z
  .object({
    cases: z.array(supportCase),
    dataThrough: dayText
      .nullable()
      .meta({ description: 'The newest day that the caller named; null when it never named any.' }),
  })
  .meta({ id: 'SupportCases' });

/** The first of the days that are shown and can be posted about. */
const firstDay = (today: Day): string => formatDay(today - SUPPORT_DAYS + 1);

/**
 * Throws a 400 problem that names every entry of a day to come, of a day too long ago, or that contradicts an entry
 * before it; says nothing when all can be stored. `today` is the UTC day.
 */
export const requireStorable = (posted: readonly SupportCase[], today: Day): void => {
  const [first, last] = [firstDay(today), formatDay(today)];
  const complaints: Record<'in_future' | 'outside_window' | 'contradiction', Complaints> = {
    in_future: [],
    outside_window: [],
    contradiction: [],
  };
  const seen = new Map<string, { readonly index: number; readonly count: number }>();
  for (const [index, { day, category, count }] of posted.entries()) {
    const at = `/cases/${index}`;
    if (day > last)
      complaints.in_future.push({ pointer: `${at}/day`, message: `${day} is after today, ${last} (UTC)` });
    if (day < first)
      complaints.outside_window.push({
        pointer: `${at}/day`,
        message: `${day} is too long ago; the ${SUPPORT_DAYS} days from ${first} on can be named`,
      });
    const key = `${day} ${category}`;
    const before = seen.get(key);
    if (before && before.count !== count)
      complaints.contradiction.push({
        pointer: `${at}/count`,
        message: `"${category}" of ${day} is ${before.count} at /cases/${before.index} and ${count} here`,
      });
    if (!before) seen.set(key, { index, count });
  }
  refuseLines(complaints);
};

/** What the poster of these cases sees on the UTC day `today`: those of the last 92 days, by day and category. */
export const viewSupportCases = (cases: SupportCases, today: Day): z.infer<typeof supportCasesView> => {
  const days = Object.keys(cases.days)
    .filter((day) => day >= firstDay(today))
    .sort();
  return {
    cases: days.flatMap((day) =>
      SUPPORT_CATEGORIES.flatMap((category): SupportCase[] => {
        const count = cases.days[day]?.[category];
        return count === undefined ? [] : [{ day, category, count }];
      }),
    ),
    dataThrough: casesThrough(cases),
  };
};
