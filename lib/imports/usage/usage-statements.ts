import type { ProductUsage, UsageStatement } from '../../licensing/posted/reported-usage.ts';
import { addError, addWarning, count, type Findings } from '../formats/findings.ts';
import { addUnnamed, tellUnnamed, type Unnamed } from '../formats/unnamed.ts';
import type { CollectedUsage, TenantUsage } from './collect-usage.ts';

/** What a file says of one customer. */
export interface CustomerUsage {
  readonly customerId: string;
  readonly months: UsageStatement['months'];
  /** What of the customer's products could not be named, each as its newest month tells of it. */
  readonly unnamed: Unnamed;
}

/**
 * What the tenants' rows come to for the customers that they are (`customersOf`, by tenant id). A tenant of no customer,
 * or of several, is an error of its first line. A month with a line that is not understood is left out, with a warning.
 */
export const usageOfCustomers = (
  usage: CollectedUsage,
  customersOf: ReadonlyMap<string, readonly string[]>,
  found: Findings,
): CustomerUsage[] => {
  const tenants = new Map<string, TenantUsage[]>();
  for (const [tenantId, tenant] of usage) {
    const [customerId, ...others] = customersOf.get(tenantId) ?? [];
    if (customerId !== undefined && others.length === 0)
      tenants.set(customerId, [...(tenants.get(customerId) ?? []), tenant]);
    else refuseTenant(tenantId, tenant, customerId === undefined ? 'unknown_customer' : 'ambiguous_customer', found);
  }
  const customers = [...tenants].map(([customerId, all]) => {
    const months = monthsOf(all, found);
    return { customerId, months, unnamed: unnamedIn(all, [...months.keys()]) };
  });
  const unnamed: Unnamed = new Map();
  for (const one of customers) for (const name of one.unnamed.values()) addUnnamed(unnamed, name);
  tellUnnamed(found, unnamed);
  count(found, 'customers', customers.length);
  const productMonths = customers.flatMap(({ months }) => [...months.values()]);
  count(found, 'productMonths', productMonths.flat().length);
  return customers;
};

const REFUSALS = {
  unknown_customer: 'No customer of your portfolio has it among its external ids',
  ambiguous_customer: 'Several customers of your portfolio have it among their external ids',
} as const;

const refuseTenant = (
  tenantId: string,
  { firstLine, lines }: TenantUsage,
  code: keyof typeof REFUSALS,
  found: Findings,
): void =>
  addError(
    found,
    firstLine,
    code,
    `${REFUSALS[code]}: the tenant id "${tenantId}". Left out: ${lines} ${lines === 1 ? 'line' : 'lines'}, of which this is the first.`,
  );

const monthsOf = (tenants: readonly TenantUsage[], found: Findings): Map<string, ProductUsage[]> => {
  const told = new Set(tenants.flatMap(({ months }) => [...months.keys()]));
  const isSpoilt = (month: string) => tenants.some((one) => one.spoilt || one.spoiltMonths.has(month));
  const spoilt = [...told].filter(isSpoilt);
  if (spoilt.length > 0)
    addWarning(
      found,
      'month_left_out',
      'Months of customers with a line that is not understood, counted here, were left as they were.',
      spoilt.length,
    );
  const sums = [...told]
    .filter((month) => !spoilt.includes(month))
    .map((month) => [month, sumOf(tenants, month)] as const);
  return new Map(sums);
};

/** The names without a product in these months, each with the seats of its newest one. */
const unnamedIn = (tenants: readonly TenantUsage[], months: readonly string[]): Unnamed => {
  const all: Unnamed = new Map();
  for (const month of months.toSorted().reverse()) {
    const ofMonth: Unnamed = new Map();
    for (const tenant of tenants)
      for (const { unnamed, seats } of tenant.months.get(month)?.values() ?? [])
        if (unnamed) addUnnamed(ofMonth, { ...unnamed, sold: seats.availableSeats, assigned: seats.assignedSeats });
    for (const [key, one] of ofMonth) if (!all.has(key)) all.set(key, one);
  }
  return all;
};

/** A month's seats by product, over all subscriptions. */
const sumOf = (tenants: readonly TenantUsage[], month: string): ProductUsage[] => {
  const products = new Map<string, ProductUsage>();
  for (const tenant of tenants)
    for (const { sku, seats } of tenant.months.get(month)?.values() ?? []) {
      if (sku === undefined) continue;
      const before = products.get(sku);
      products.set(sku, {
        sku,
        availableSeats: add(before?.availableSeats, seats.availableSeats),
        assignedSeats: add(before?.assignedSeats, seats.assignedSeats),
        activeSeats: add(before?.activeSeats, seats.activeSeats),
      });
    }
  return [...products.values()];
};

/** The sum, not known when a part of it is not. */
const add = (sum: number | null | undefined, seats: number | null): number | null =>
  sum === null || seats === null ? null : (sum ?? 0) + seats;
