import type { Day } from '../day.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What is asked of a report: what was done within a period, or on one day. */
export type ReportSpan =
  | { readonly kind: 'period'; readonly days: number }
  | { readonly kind: 'date'; readonly day: Day }
  /** All periods that the report knows, one after the other. */
  | { readonly kind: 'all' };

/** A row by column. */
export type Row = Readonly<Record<string, string>>;

export interface ReportFile {
  readonly columns: readonly string[];
  /** The rows as of a day, made one by one. */
  readonly rows: (tenant: Tenant, span: ReportSpan, asOf: Day) => Iterable<Row>;
}
