import { isDeepStrictEqual } from 'node:util';
import { customerOwner } from '../../customers/owner-keys.ts';
import { queryItems } from '../../storage/query-pages.ts';
import { changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { type SupportCases, supportCases } from './support-cases.ts';

const SUPPORT_CASES = 'support-cases#';
const keyOf = (customerId: string, poster: string) => ({
  owner: customerOwner(customerId),
  record: `${SUPPORT_CASES}${poster}`,
});

/** What one poster (a partner's id, or `~operator`) said of the customer, read consistently; empty when it never did. */
export const readOwnSupportCases = async (table: Table, customerId: string, poster: string): Promise<SupportCases> =>
  (await readRevised({ table, key: keyOf(customerId, poster), schema: supportCases }))?.value ?? { days: {} };

/** What every poster said of the customer, by poster, read consistently. For counting only: no poster may see another's. */
export const readSupportCases = async (table: Table, customerId: string): Promise<Record<string, SupportCases>> => {
  const byPoster: [string, SupportCases][] = [];
  for await (const item of queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :supportCases)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':supportCases': SUPPORT_CASES },
    ConsistentRead: true,
  }))
    byPoster.push([String(item.record).slice(SUPPORT_CASES.length), supportCases.parse(item)]);
  return Object.fromEntries(byPoster);
};

/**
 * Changes one poster's cases; `change` runs again on the winner's after a lost race, and nothing is written when it
 * changes nothing. Returns the cases as they are stored. Throws ContendedError.
 */
export const changeSupportCases = async (
  table: Table,
  customerId: string,
  poster: string,
  change: (cases: SupportCases) => SupportCases,
): Promise<SupportCases> => {
  let stored: SupportCases = { days: {} };
  await changeUnderRevision({ table, key: keyOf(customerId, poster), schema: supportCases }, (current) => {
    const before = current ?? { days: {} };
    stored = change(before);
    return isDeepStrictEqual(stored, before) ? undefined : stored;
  });
  return stored;
};
