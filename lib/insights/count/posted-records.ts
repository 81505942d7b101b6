import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, hasFigures } from '../../catalogue/product.ts';
import type { NotCounted } from '../../licensing/not-counted.ts';
import type { ReportedUsageRow } from '../../licensing/posted/reported-usage.ts';
import { casesThrough, casesWithin, type SupportCases } from '../../licensing/posted/support-cases.ts';
import { type Day, formatDay } from '../../time/day.ts';
import type { ReportedUsage, SupportCounts } from './figures.ts';

/** What each poster told about a customer besides its seats and users: shown to that poster only. */
export interface PostedRecords {
  /** Cases of the window, and the newest day that was told of. */
  readonly supportCases: Readonly<Record<string, { readonly counts: SupportCounts; readonly through: string }>>;
  readonly reported: Readonly<Record<string, readonly ReportedUsage[]>>;
  /** What the newest report of each poster could not name. */
  readonly notCounted?: Readonly<Record<string, NotCounted | undefined>>;
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

/** How many reported months are shown: the newest, and two to see where it is going. */
const MONTHS_SHOWN = 3;

/** By poster: the newest months up to that of day `asOf`; free and excluded products are left out. */
export const reportedOn = (
  byPoster: Readonly<Record<string, readonly ReportedUsageRow[]>>,
  catalogue: Catalogue,
  asOf: Day,
): PostedRecords['reported'] => {
  const thisMonth = formatDay(asOf).slice(0, 7);
  return Object.fromEntries(
    Object.entries(byPoster).flatMap(([poster, rows]) => {
      const known = rows.filter(({ sku, month }) => {
        const product = catalogue.products.get(sku);
        return month <= thisMonth && product !== undefined && hasFigures(product);
      });
      const months = new Set([...new Set(known.map(({ month }) => month))].sort().slice(-MONTHS_SHOWN));
      return months.size === 0 ? [] : [[poster, known.filter(({ month }) => months.has(month))]];
    }),
  );
};
