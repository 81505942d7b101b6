import { partnerCenterDynamicsUsage } from '../kinds/partner-center-dynamics-usage.ts';
import { FieldProblem, requireWidth, shorten } from '../report-fields.ts';
import type { ReadUsageRow, UsageRow } from '../usage-row.ts';
import { indexColumns, wrongFile } from './column-index.ts';

/**
 * Partner Center Insights, "Dynamics 365 license usage" (dataset DynamicsUsage): a row per subscription, product and
 * month, of many customers. A subscription that several partners or locations are attributed to is listed once for each,
 * with the same seats; whom to, in columns that each export spells in its own way (`MPNId`, `PartnerID`,
 * `PartnerLocation` …), does not matter here.
 */
const TENANT = 'CustomerTenantId';
const SUBSCRIPTION = 'SubscriptionId';
const MONTH = 'Month';
const AVAILABLE = 'AvailableSeats';
const ASSIGNED = 'AssignedSeats';
const ACTIVE = 'ActiveSeats';
const REQUIRED = [TENANT, SUBSCRIPTION, MONTH, AVAILABLE, ASSIGNED, ACTIVE];

/** One of these is needed. */
const SKU_ID = 'SKUId';
const SKU_NAME = 'SKU';

/** Columns that not every export has. */
const FREE = 'FreeVsPaidSKU';
const DUPLICATE = 'IsDuplicateRowForPGA';

/** Makes a reader of the report's rows from its header. Throws FileRefused `wrong_file` for another file's header. */
export const openDynamicsUsage = (columns: readonly string[]): ReadUsageRow => {
  const { at, find } = indexColumns(columns, REQUIRED, partnerCenterDynamicsUsage);
  if (find(SKU_ID) === undefined && find(SKU_NAME) === undefined)
    throw wrongFile(`No column tells the product: "${SKU_ID}" or "${SKU_NAME}".`, partnerCenterDynamicsUsage);

  const needed = [TENANT, SUBSCRIPTION, MONTH].map(at);

  const read = (fields: readonly string[], terminated: boolean): UsageRow => {
    const cell = (name: string) => textAt(fields, find(name));
    requireWidth(fields, columns, terminated ? needed : [columns.length - 1]);
    const month = readMonth(cell(MONTH));
    if (month === undefined)
      throw new FieldProblem(
        'bad_month',
        `"${MONTH}" is "${shorten(cell(MONTH))}", which is not a month like 2026-03.`,
      );
    const row = {
      tenantId: required(cell(TENANT), TENANT).toLowerCase(),
      subscriptionId: required(cell(SUBSCRIPTION), SUBSCRIPTION).toLowerCase(),
      month,
      productId: cell(SKU_ID).toLowerCase(),
      productName: cell(SKU_NAME),
      free: cell(FREE).toLowerCase().startsWith('free'),
      duplicate: ['1', 'true', 'yes'].includes(cell(DUPLICATE).toLowerCase()),
      seats: {
        availableSeats: readSeats(cell(AVAILABLE), AVAILABLE),
        assignedSeats: readSeats(cell(ASSIGNED), ASSIGNED),
        activeSeats: readSeats(cell(ACTIVE), ACTIVE),
      },
    };
    if (row.productId === '' && row.productName === '') throw new FieldProblem('bad_product', 'The product is empty.');
    return row;
  };

  return (fields, terminated = true) => {
    try {
      return { row: read(fields, terminated) };
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      const { code, message } = error;
      const tenantId = textAt(fields, find(TENANT)).toLowerCase() || undefined;
      return { bad: { code, message, tenantId, month: readMonth(textAt(fields, find(MONTH))) } };
    }
  };
};

const textAt = (fields: readonly string[], at: number | undefined): string =>
  at === undefined ? '' : (fields[at] ?? '').trim();

const required = (text: string, column: string): string => {
  if (text !== '') return text;
  throw new FieldProblem('empty_column', `"${column}" is empty.`);
};

/** A count, written with or without decimals; empty is not known. */
const readSeats = (text: string, column: string): number | null => {
  if (text === '' || text.toLowerCase() === 'null') return null;
  if (/^\d{1,12}(?:\.0+)?$/u.test(text)) return Number(text);
  throw new FieldProblem('bad_count', `"${column}" is "${shorten(text)}" instead of a whole number.`);
};

const NAMES = 'january february march april may june july august september october november december'.split(' ');

/** `2026-02`, or any day of the month, with or without a time. */
const ISO = /^(\d{4})-(\d{2})(?:-\d{2}(?:[t ].*)?)?$/u;

/** The first of a month as Microsoft writes it in the US, with or without a time: `2/1/2026`. */
const US_FIRST_DAY = /^(\d{1,2})\/0?1\/(\d{4})(?: .*)?$/u;

/** `February 2026`, `Feb 2026`, `Feb-2026`. */
const NAMED = /^([a-z]{3,9})[ -](\d{4})$/u;

const monthOf = (year: string | undefined, month: number): string | undefined =>
  year !== undefined && month >= 1 && month <= 12 ? `${year}-${String(month).padStart(2, '0')}` : undefined;

/**
 * The month that a report of Partner Center names, `YYYY-MM`; `undefined` when it is not understood. Of `2/7/2026`
 * nobody can tell which number is the month, so that of such dates only the first of a month is taken.
 */
export const readMonth = (text: string): string | undefined => {
  const folded = text.replaceAll(/\s+/gu, ' ').trim().toLowerCase();
  const iso = ISO.exec(folded);
  if (iso) return monthOf(iso[1], Number(iso[2]));
  const us = US_FIRST_DAY.exec(folded);
  if (us) return monthOf(us[2], Number(us[1]));
  const [, name = '', year] = NAMED.exec(folded) ?? [];
  const at = NAMES.findIndex((full) => name === full || name === full.slice(0, 3));
  return monthOf(year, at + 1);
};
