import type { Customer } from '../customers/customer.ts';
import type { Table } from '../storage/table.ts';
import { membersOf } from './membership.ts';

/** What a customer is called in lists, in lower case, besides its id: its ids in other systems, and its domain. */
const otherNamesOf = ({ externalIds = {}, domain }: Pick<Customer, 'externalIds' | 'domain'>): Set<string> =>
  new Set(
    [...Object.values(externalIds), ...(domain === undefined ? [] : [domain])].map((id) => id.trim().toLowerCase()),
  );

/** Whether a name in a list means the customer: its id as it is, or another name in any case. */
export const isCalled = (customer: Customer, name: string): boolean =>
  customer.customerId === name || otherNamesOf(customer).has(name.toLowerCase());

/**
 * The ids of the customers of a portfolio by each of the names that lists call them: the one whose id it is, or else all
 * that have it among their ids in other systems or as their domain. Reads all the portfolio's profiles.
 */
export const customersCalled = async (
  licensing: Table,
  portfolio: string,
  names: ReadonlySet<string>,
): Promise<Map<string, readonly string[]>> => {
  const byFolded = Map.groupBy(names, (name) => name.toLowerCase());
  const [byId, byOther] = [new Set<string>(), new Map<string, string[]>()];
  for await (const customers of membersOf(licensing, portfolio))
    for (const customer of customers) {
      if (names.has(customer.customerId)) byId.add(customer.customerId);
      for (const other of otherNamesOf(customer))
        for (const name of byFolded.get(other) ?? [])
          byOther.set(name, [...(byOther.get(name) ?? []), customer.customerId]);
    }
  return new Map([...names].map((name) => [name, byId.has(name) ? [name] : (byOther.get(name) ?? [])]));
};
