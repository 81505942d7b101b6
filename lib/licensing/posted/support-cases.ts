import * as z from 'zod';
import { type Day, dayText, formatDay, parseDay } from '../../time/day.ts';
import { quote } from '../../values/leniently.ts';

/** What customers ask for help with. */
export const SUPPORT_CATEGORIES = ['how-to', 'incident', 'billing', 'other'] as const;
const supportCategory = z.enum(SUPPORT_CATEGORIES, {
  error: ({ input }) => `${quote(input)} is no category; there are ${SUPPORT_CATEGORIES.join(', ')}`,
});
export type SupportCategory = z.infer<typeof supportCategory>;

/** For how many days cases can be posted and are shown and kept: the newest and the 91 before it. */
export const SUPPORT_DAYS = 92;

const caseCount = z.int().min(0).max(1_000_000);

/** How many cases of one category a customer had on one day. A count of 0 is a statement too. */
export const supportCase = z
  .object({ day: dayText, category: supportCategory, count: caseCount })
  .meta({ id: 'SupportCase' });
export type SupportCase = z.infer<typeof supportCase>;

/** What one poster said of one customer: counts by day and category. What it did not say is not there. */
export const supportCases = z.object({ days: z.record(dayText, z.partialRecord(supportCategory, caseCount)) });
export type SupportCases = z.infer<typeof supportCases>;

/** The newest day that the poster spoke of, `YYYY-MM-DD`, which is how far the cases speak; `null` when it never did. */
export const casesThrough = ({ days }: SupportCases): string | null => Object.keys(days).sort().at(-1) ?? null;

/**
 * The cases after a poster said more of them: each statement takes the place of the one of the same day and category.
 * Days that the newest has left 92 days or more behind are dropped. Statements of different days or categories come in
 * any order, and any of them again, without making a difference.
 */
export const mergeCases = (current: SupportCases, posted: readonly SupportCase[]): SupportCases => {
  const days = { ...current.days };
  for (const { day, category, count } of posted) days[day] = { ...days[day], [category]: count };
  const newest = casesThrough({ days });
  if (newest === null) return { days };
  const oldest = formatDay(parseDay(newest) - SUPPORT_DAYS + 1);
  return { days: Object.fromEntries(Object.entries(days).filter(([day]) => day >= oldest)) };
};

/** How many cases of each category a poster counted on the days `from` to `to`, both included; 0 where it named none. */
export const casesWithin = ({ days }: SupportCases, from: Day, to: Day): Record<SupportCategory, number> => {
  const [first, last] = [formatDay(from), formatDay(to)];
  const counts: Record<SupportCategory, number> = { 'how-to': 0, incident: 0, billing: 0, other: 0 };
  for (const [day, ofDay] of Object.entries(days))
    if (day >= first && day <= last)
      for (const category of SUPPORT_CATEGORIES) counts[category] += ofDay[category] ?? 0;
  return counts;
};
