import type { UnnamedProduct } from '../../licensing/not-counted.ts';
import { cutShort } from '../formats/check-report.ts';
import type { CsvRecord } from '../formats/csv-records.ts';
import { addError, addWarning, count, type Findings } from '../formats/findings.ts';
import type { Seats, UsageReading, UsageRow } from '../formats/usage-row.ts';
import type { UsageProduct } from './usage-products.ts';

/** A product of one subscription in one month; without a `sku` when it is not in the catalogue, and why. */
interface SubscribedUsage {
  readonly sku: string | undefined;
  readonly unnamed?: { readonly name: string; readonly reason: UnnamedProduct['reason'] };
  readonly seats: Seats;
  readonly line: number;
}

/** What a file says of one tenant. */
export interface TenantUsage {
  /** The first line that speaks of it, and how many do. */
  readonly firstLine: number;
  lines: number;
  /** By month, `YYYY-MM`, and then by subscription and product. A month of which only free seats are told is empty. */
  readonly months: Map<string, Map<string, SubscribedUsage>>;
  /** Months with a line that is not understood: their sums are not known. */
  readonly spoiltMonths: Set<string>;
  /** Whether there is a line of which not even the month is understood: it may belong to any. */
  spoilt: boolean;
}

/** By tenant id, in lower case. */
export type CollectedUsage = Map<string, TenantUsage>;

/** What rows are judged by. */
export interface UsageRules {
  readonly findProduct: (row: UsageRow) => UsageProduct;
  /** The newest month that a report can speak of, `YYYY-MM`. */
  readonly thisMonth: string;
}

/**
 * Adds what a row says, in place, and to the findings what is noteworthy. Rows that only repeat another one and free
 * seats are left out. A bad row is an error of its line; throws FileRefused when the file ends inside a row.
 */
export const addUsageRow = (
  { line, last, terminated }: Pick<CsvRecord, 'line' | 'last' | 'terminated'>,
  reading: UsageReading,
  { findProduct, thisMonth }: UsageRules,
  usage: CollectedUsage,
  found: Findings,
): void => {
  found.rows += 1;
  if ('bad' in reading) {
    const { code, message, tenantId, month } = reading.bad;
    if (last && !terminated && code === 'too_few_columns') throw cutShort(line);
    addError(found, line, code, message);
    if (tenantId !== undefined) spoil(tenantOf(usage, tenantId, line), month);
    return;
  }
  const { row } = reading;
  const tenant = tenantOf(usage, row.tenantId, line);
  if (row.month > thisMonth) {
    addError(found, line, 'month_in_future', `The month ${row.month} is in the future. Check the file.`);
    spoil(tenant, undefined);
  } else if (row.duplicate) count(found, 'duplicateRows');
  else addUsage(tenant, row, line, findProduct(row), found);
};

const tenantOf = (usage: CollectedUsage, tenantId: string, line: number): TenantUsage => {
  const tenant = usage.get(tenantId) ?? {
    firstLine: line,
    lines: 0,
    months: new Map(),
    spoiltMonths: new Set(),
    spoilt: false,
  };
  tenant.lines += 1;
  usage.set(tenantId, tenant);
  return tenant;
};

const spoil = (tenant: TenantUsage, month: string | undefined): void => {
  if (month === undefined) tenant.spoilt = true;
  else tenant.spoiltMonths.add(month);
};

const addUsage = (tenant: TenantUsage, row: UsageRow, line: number, product: UsageProduct, found: Findings): void => {
  const month = tenant.months.get(row.month) ?? new Map<string, SubscribedUsage>();
  tenant.months.set(row.month, month);
  if (row.free || (product.sku !== undefined && product.free)) {
    count(found, 'freeRows');
    return;
  }
  const key = `${row.subscriptionId} ${product.sku ?? `${row.productId} ${row.productName}`}`;
  const before = month.get(key);
  if (before && isSame(before.seats, row.seats)) count(found, 'duplicateRows');
  else if (before) {
    addError(
      found,
      line,
      'conflicting_row',
      `The seats of subscription ${row.subscriptionId} in ${row.month} are not those of line ${before.line}. Correct the file.`,
    );
    spoil(tenant, row.month);
  } else {
    const unnamed = product.sku === undefined ? { unnamed: unnamedOf(row, product.reason) } : {};
    month.set(key, { sku: product.sku, ...unnamed, seats: row.seats, line });
    if (product.sku === undefined) warnOfProduct(row, product.reason, found);
  }
};

const isSame = (a: Seats, b: Seats): boolean =>
  a.availableSeats === b.availableSeats && a.assignedSeats === b.assignedSeats && a.activeSeats === b.activeSeats;

const unnamedOf = ({ productId, productName }: UsageRow, reason: keyof typeof REASONS) =>
  ({ name: productName || productId, reason: reason === 'unknown_product' ? 'unknown' : 'ambiguous' }) as const;

const REASONS = {
  unknown_product: 'is not in the catalogue',
  ambiguous_product: 'is the name of several products, and its id is not in the catalogue',
} as const;

const warnOfProduct = ({ productId, productName }: UsageRow, reason: keyof typeof REASONS, found: Findings): void => {
  const product = [productName && `"${productName}"`, productId && `(${productId})`].filter(Boolean).join(' ');
  addWarning(found, reason, `${product} ${REASONS[reason]}: its rows, counted here, are left out.`);
};
