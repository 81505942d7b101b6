import * as z from 'zod';
import { customerOwner } from '../customers/owner-keys.ts';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import { queryItems } from '../storage/query-pages.ts';
import { parseRevised, REMOVE, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type UserAssignments, userAssignments } from './assignment.ts';

const storedAssignments = userAssignments.extend({ userId: z.string() });
type StoredAssignments = z.infer<typeof storedAssignments>;

const ASSIGNMENT = 'assignment#';
const keyOf = (customerId: string, userId: string) => ({
  owner: customerOwner(customerId),
  record: `${ASSIGNMENT}${userId}`,
});

/**
 * Changes the stored assignments of one customer's users, one entry per user: `change` makes the new ones of the stored
 * ones, or answers `undefined` when there is nothing new to write and REMOVE when nothing is to be stored; it runs again
 * on the winner's after a lost race. Returns the entries that could not be stored and may be sent again.
 */
export const storeAssignments = async <Entry extends { readonly userId: string }>(
  table: Table,
  customerId: string,
  entries: readonly Entry[],
  change: (current: UserAssignments, entry: Entry) => UserAssignments | typeof REMOVE | undefined,
  milliseconds?: number,
): Promise<Set<Entry>> => {
  const current = await readCurrent(table, customerId, entries);
  const store = (entry: Entry, signal: AbortSignal) => {
    const { userId } = entry;
    const item = { table, key: keyOf(customerId, userId), schema: storedAssignments };
    const next = (stored: StoredAssignments | undefined) => {
      const changed = change(stored ?? { holdings: {} }, entry);
      return changed === REMOVE ? REMOVE : changed && storedAssignments.parse({ ...changed, userId });
    };
    return writeUnderRevision(item, current.get(userId), next, { signal });
  };
  return writeEach(entries, store, milliseconds);
};

const readCurrent = async (
  table: Table,
  customerId: string,
  entries: readonly { readonly userId: string }[],
): Promise<Map<string, Revised<StoredAssignments>>> => {
  const keys = entries.map(({ userId }) => keyOf(customerId, userId));
  const parsed = (await batchGet(table, keys)).flatMap((item) => parseRevised(storedAssignments, item) ?? []);
  return new Map(parsed.map((item) => [item.value.userId, item]));
};

/** Every user's assignments of a customer, in the byte order of user ids, read consistently, one page in memory. */
export async function* readAssignments(
  table: Table,
  customerId: string,
): AsyncGenerator<UserAssignments & { readonly userId: string }> {
  const items = queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :assignment)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':assignment': ASSIGNMENT },
    ConsistentRead: true,
  });
  for await (const item of items) yield storedAssignments.parse(item);
}
