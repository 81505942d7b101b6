import { WINDOW_DAYS } from '../activity/calendar.ts';
import { casesThrough, casesWithin, type SupportCases } from '../licensing/support-cases.ts';
import type { Day } from '../time/day.ts';
import type { ReportedUsage, SupportCounts } from './figures.ts';

/** What each poster told about a customer besides its seats and users: shown to that poster only. */
export interface PostedRecords {
  /** Cases of the window, and the newest day that was told of. */
  readonly supportCases: Readonly<Record<string, { readonly counts: SupportCounts; readonly through: string }>>;
  readonly reported: Readonly<Record<string, readonly ReportedUsage[]>>;
}

/** By poster: the cases of the window that ends on day `asOf`, of those who ever told of any. */
export const supportCasesOn = (
  byPoster: Readonly<Record<string, SupportCases>>,
  asOf: Day,
): PostedRecords['supportCases'] =>
  Object.fromEntries(
    Object.entries(byPoster).flatMap(([poster, cases]) => {
      const through = casesThrough(cases);
      if (through === null) return [];
      return [[poster, { counts: casesWithin(cases, asOf - (WINDOW_DAYS - 1), asOf), through }]];
    }),
  );
