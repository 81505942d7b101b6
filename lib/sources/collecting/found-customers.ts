import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import type { Customer } from '../../customers/customer.ts';
import { membersOf } from '../../portfolio/membership.ts';
import type { Table } from '../../storage/table.ts';
import type { FoundCustomer } from '../collector.ts';

/** Who of the customers that are known a found one is. */
export interface KnownAs {
  /** Those of the portfolio with its tenant id. */
  readonly own: readonly Customer[];
  /** Whether a customer of somebody else's has it. */
  readonly elsewhere: boolean;
  /** The only customer of the portfolio with its domain, where that has no tenant id. */
  readonly byDomain: Customer | undefined;
}

const lower = (text: string): string => text.trim().toLowerCase();
const has = (customer: Customer, tenantId: string): boolean =>
  Object.values(customer.externalIds ?? {}).some((id) => lower(id) === tenantId);

/** Who of all customers the found ones of a portfolio are, by tenant id. Reads all profiles once. */
export const recogniseFound = async (
  licensing: Table,
  portfolio: string,
  externalId: string,
  found: readonly FoundCustomer[],
): Promise<Map<string, KnownAs>> => {
  const known = new Map<string, { own: Customer[]; elsewhere: boolean; ofDomain: Customer[] }>();
  for (const { tenantId } of found) known.set(lower(tenantId), { own: [], elsewhere: false, ofDomain: [] });
  const byDomain = Map.groupBy(found, ({ domain = '' }) => lower(domain));
  for await (const customers of membersOf(licensing, OPERATOR_PORTFOLIO))
    for (const customer of customers) {
      const isOwn = Object.hasOwn(customer.partners, portfolio);
      for (const id of new Set(Object.values(customer.externalIds ?? {}).map(lower))) {
        const one = known.get(id);
        if (one && isOwn) one.own.push(customer);
        else if (one) one.elsewhere = true;
      }
      if (!isOwn || customer.domain === undefined) continue;
      for (const { tenantId } of byDomain.get(lower(customer.domain)) ?? [])
        known.get(lower(tenantId))?.ofDomain.push(customer);
    }
  return new Map(
    [...known].map(([tenantId, { own, elsewhere, ofDomain }]) => {
      const [only, ...others] = ofDomain;
      const isFree = only && others.length === 0 && only.externalIds?.[externalId] === undefined;
      return [tenantId, { own, elsewhere, byDomain: isFree ? only : undefined }];
    }),
  );
};

/** Whether a customer of the portfolio is the tenant. */
export const isTenant = (customer: Customer, tenantId: string): boolean => has(customer, lower(tenantId));
