import { z } from 'zod';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import { queryItems } from '../storage/query-pages.ts';
import { parseRevised, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Holdings, holdingHistory, mergeChanges, type HoldingChange } from './assignment.ts';
import { customerOwner } from './licensing-keys.ts';

const storedAssignments = z.object({ userId: z.string(), holdings: z.record(z.string(), holdingHistory) });
type StoredAssignments = z.infer<typeof storedAssignments>;

/** What changed in the holdings of one user. */
export interface UserChanges {
  readonly userId: string;
  readonly changes: readonly HoldingChange[];
}

const ASSIGNMENT = 'assignment#';
const keyOf = (customerId: string, userId: string) => ({
  owner: customerOwner(customerId),
  record: `${ASSIGNMENT}${userId}`,
});

/**
 * Merges changes into the stored holdings of one customer, one entry per user; writes only items that change, under
 * their revision. Returns the entries that could not be stored and may be sent again.
 */
export const storeAssignments = async (
  table: Table,
  customerId: string,
  entries: readonly UserChanges[],
  milliseconds?: number,
): Promise<Set<UserChanges>> => {
  const current = new Map<string, Revised<StoredAssignments>>();
  for (const item of await batchGet(table, entries.map(({ userId }) => keyOf(customerId, userId)))) {
    const parsed = parseRevised(storedAssignments, item);
    if (parsed) current.set(parsed.value.userId, parsed);
  }
  const store = ({ userId, changes }: UserChanges) =>
    writeUnderRevision(
      { table, key: keyOf(customerId, userId), schema: storedAssignments },
      current.get(userId),
      (stored) => {
        const merged = mergeChanges(stored?.holdings ?? {}, changes);
        return merged && { userId, holdings: merged };
      },
    );
  return writeEach(entries, store, milliseconds);
};

/** Every user's holdings of a customer, in the byte order of user ids, read consistently, one page in memory. */
export async function* readAssignments(
  table: Table,
  customerId: string,
): AsyncGenerator<{ userId: string; holdings: Holdings }> {
  const items = queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :assignment)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':assignment': ASSIGNMENT },
    ConsistentRead: true,
  });
  for await (const item of items) yield storedAssignments.parse(item);
}
