import * as z from 'zod';
import { type NotCounted, notCounted } from '../not-counted.ts';

/** How many months are kept of what somebody reported of a customer: what Partner Center looks back. */
const MONTHS_KEPT = 13;

const seats = z.int().min(0).nullable();

/** What is reported of a product in a month: seats, not users; `null` where the report leaves a count out. */
const productUsage = z.object({
  sku: z.string(),
  availableSeats: seats,
  assignedSeats: seats,
  /** Seats whose holders were active at some time in the month. */
  activeSeats: seats,
});
export type ProductUsage = z.infer<typeof productUsage>;

/** A month as text, `YYYY-MM`. */
const monthText = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, 'a month reads YYYY-MM');

const reportedMonth = z.object({
  /** When the report was handed in (ISO instant): the last word on a month is that of the latest one. */
  reportedAt: z.iso.datetime(),
  products: z.array(productUsage),
});
type ReportedMonth = z.infer<typeof reportedMonth>;

/** What one poster reported of one customer, by month, and what its newest report could not name. */
export const reportedUsage = z.object({
  months: z.record(monthText, reportedMonth),
  notCounted: notCounted.optional(),
});
export type ReportedUsage = z.infer<typeof reportedUsage>;

/** One product in one month. */
export interface ReportedUsageRow extends ProductUsage {
  readonly month: string;
}

/** What a report says of a customer: of each of these months, all products that it had. */
export interface UsageStatement {
  readonly reportedAt: string;
  readonly months: ReadonlyMap<string, readonly ProductUsage[]>;
  /** What it could not name. */
  readonly notCounted?: NotCounted | undefined;
}

/**
 * What is known after a report, or `undefined` when that is nothing new. A report is the truth of its months, until one
 * that was handed in later speaks of them; whatever the order in which they are applied, and how often, the same is
 * known in the end. The newest 13 months are kept.
 */
export const mergeReportedUsage = (
  current: ReportedUsage | undefined,
  { reportedAt, months, notCounted: unnamed }: UsageStatement,
): ReportedUsage | undefined => {
  const said = [...months]
    .filter(([month]) => (current?.months[month]?.reportedAt ?? '') <= reportedAt)
    .map(([month, products]): [string, ReportedMonth] => [month, { reportedAt, products: [...products].sort(bySku) }]);
  const known = new Map([...Object.entries(current?.months ?? {}), ...said]);
  // Parsed as it will be when it is read again, so that the same content is known to be the same.
  const isLast = Object.values(current?.months ?? {}).every((month) => month.reportedAt <= reportedAt);
  const next = reportedUsage.parse({
    months: Object.fromEntries([...known].sort(byMonth).slice(-MONTHS_KEPT)),
    notCounted: isLast && months.size > 0 ? unnamed : current?.notCounted,
  });
  return textOf(current ?? { months: {} }) === textOf(next) ? undefined : next;
};

/** All rows, the newest month first. */
export const rowsOf = ({ months }: ReportedUsage): ReportedUsageRow[] =>
  Object.entries(months)
    .sort(byMonth)
    .reverse()
    .flatMap(([month, { products }]) => products.map((product) => ({ ...product, month })));

const bySku = (a: ProductUsage, b: ProductUsage): number => (a.sku < b.sku ? -1 : 1);

const byMonth = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** The same for the same content: a stored map has lost the order of its keys. */
const textOf = ({ months, notCounted: unnamed }: ReportedUsage): string =>
  JSON.stringify([Object.entries(months).sort(byMonth), unnamed && notCounted.parse(unnamed)]);
