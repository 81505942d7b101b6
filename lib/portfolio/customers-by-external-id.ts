import type { Table } from '../storage/table.ts';
import { membersOf } from './membership.ts';

/**
 * The customers of a portfolio that have one of these ids (in lower case) among their ids in other systems, by that id
 * and in no particular order; case does not matter. Reads all the portfolio's profiles.
 */
export const customersByExternalId = async (
  licensing: Table,
  portfolio: string,
  wanted: { readonly has: (externalId: string) => boolean },
): Promise<Map<string, string[]>> => {
  const found = new Map<string, string[]>();
  for await (const customers of membersOf(licensing, portfolio))
    for (const { customerId, externalIds = {} } of customers) {
      const ids = new Set(Object.values(externalIds).map((id) => id.trim().toLowerCase()));
      for (const id of ids) if (wanted.has(id)) found.set(id, [...(found.get(id) ?? []), customerId]);
    }
  return found;
};
