import * as z from 'zod';
import { customerOwner } from '../customers/owner-keys.ts';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import { deleteItem } from '../storage/delete-item.ts';
import { queryItems } from '../storage/query-pages.ts';
import { parseRevised, REMOVE, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type StoredUserId, storedUserId } from '../values/user-names.ts';
import { assignmentsExpiry, type UserAssignments, userAssignments } from './assignment.ts';

const storedAssignments = userAssignments.extend({
  userId: storedUserId,
  /** Epoch seconds; the table's TTL attribute. Only where nothing is held any more. */
  expiresAt: z.int().optional(),
});
type StoredAssignments = z.infer<typeof storedAssignments>;

const ASSIGNMENT = 'assignment#';
const keyOf = (customerId: string, userId: string) => ({
  owner: customerOwner(customerId),
  record: `${ASSIGNMENT}${userId}`,
});

/** What is stored of a user, as it was read, so that it need not be read again before it is written. */
export type ReadAssignments = Revised<StoredAssignments>;

/** Makes a user's new assignments of the stored ones: `undefined` for nothing new, REMOVE for nothing at all. */
type ChangeOf<Entry> = (current: UserAssignments, entry: Entry) => UserAssignments | typeof REMOVE | undefined;

/**
 * Changes the stored assignments of one customer's users, one entry per user: `change` makes the new ones of the stored
 * ones, or answers `undefined` when there is nothing new to write and REMOVE when nothing is to be stored; it runs again
 * on the winner's after a lost race. Returns the entries that could not be stored and may be sent again.
 */
export const storeAssignments = async <Entry extends { readonly userId: StoredUserId }>(
  table: Table,
  customerId: string,
  entries: readonly Entry[],
  change: ChangeOf<Entry>,
  milliseconds?: number,
): Promise<Set<Entry>> => {
  const current = await readCurrent(table, customerId, entries);
  return storeEach(table, customerId, entries, ({ userId }) => current.get(userId), change, milliseconds);
};

/**
 * The same of entries that bring what was read of them; an entry without `read` was found to have nothing stored. Whatever
 * somebody else wrote since is read by a lost race alone.
 */
export const storeReadAssignments = <
  Entry extends { readonly userId: StoredUserId; readonly read: ReadAssignments | undefined },
>(
  table: Table,
  customerId: string,
  entries: readonly Entry[],
  change: ChangeOf<Entry>,
): Promise<Set<Entry>> => storeEach(table, customerId, entries, ({ read }) => read, change);

const storeEach = <Entry extends { readonly userId: StoredUserId }>(
  table: Table,
  customerId: string,
  entries: readonly Entry[],
  readOf: (entry: Entry) => ReadAssignments | undefined,
  change: ChangeOf<Entry>,
  milliseconds?: number,
): Promise<Set<Entry>> => {
  const store = (entry: Entry, signal: AbortSignal) => {
    const { userId } = entry;
    const item = { table, key: keyOf(customerId, userId), schema: storedAssignments };
    const next = (stored: StoredAssignments | undefined) => {
      const { holdings, withheld } = stored ?? { holdings: {} };
      const changed = change({ holdings, ...(withheld ? { withheld } : {}) }, entry);
      return changed === REMOVE ? REMOVE : changed && asStored(userId, changed);
    };
    return writeUnderRevision(item, readOf(entry), next, { signal });
  };
  return writeEach(entries, store, milliseconds);
};

/** A user who holds something again is remembered again. */
const asStored = (userId: StoredUserId, { holdings, withheld }: UserAssignments): StoredAssignments => {
  const expiresAt = assignmentsExpiry(holdings);
  return storedAssignments.parse({ userId, holdings, withheld, ...(expiresAt === undefined ? {} : { expiresAt }) });
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

/**
 * Every user's assignments of a customer, in the byte order of user ids, read consistently, one page in memory. `onUndated`
 * is told of those who hold nothing any more and were stored before that was given an end.
 */
export async function* readAssignments(
  table: Table,
  customerId: string,
  onUndated: (userId: StoredUserId) => void = () => {},
): AsyncGenerator<UserAssignments & { readonly userId: StoredUserId }> {
  for await (const item of itemsOf(table, customerId)) {
    const { expiresAt, ...assignments } = storedAssignments.parse(item);
    if (expiresAt === undefined && assignmentsExpiry(assignments.holdings) !== undefined) onUndated(assignments.userId);
    yield assignments;
  }
}

/** The same of each user as it was read, for `storeReadAssignments`. */
export async function* readToStore(table: Table, customerId: string): AsyncGenerator<ReadAssignments> {
  for await (const item of itemsOf(table, customerId)) {
    const read = parseRevised(storedAssignments, item);
    if (read) yield read;
  }
}

const itemsOf = (table: Table, customerId: string) =>
  queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :assignment)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':assignment': ASSIGNMENT },
    ConsistentRead: true,
  });

/** The ids of a customer's users of whom assignments are stored, from `after` on, in their byte order, read consistently. */
export async function* listAssigned(table: Table, customerId: string, after = ''): AsyncGenerator<string> {
  const items = queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND #record BETWEEN :from AND :to',
    ProjectionExpression: '#record',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: {
      ':owner': customerOwner(customerId),
      ':from': `${ASSIGNMENT}${after}`,
      ':to': AFTER_ASSIGNMENTS,
    },
    ConsistentRead: true,
  });
  for await (const { record } of items) yield String(record).slice(ASSIGNMENT.length);
}

/** Sorts after every user's record, and before all others that follow. */
const AFTER_ASSIGNMENTS = 'assignment$';

/** Dates the end of what is stored of users who hold nothing any more. Those that could not be written stay for the next time. */
export const dateAssignments = async (
  table: Table,
  customerId: string,
  userIds: readonly StoredUserId[],
): Promise<void> => {
  const entries = userIds.map((userId) => ({ userId }));
  await storeAssignments(table, customerId, entries, (current) =>
    assignmentsExpiry(current.holdings) === undefined ? undefined : current,
  );
};

/** Removes what is stored of a user's assignments, whatever it is. Returns whether there was anything. */
export const eraseAssignments = (table: Table, customerId: string, userId: string): Promise<boolean> =>
  deleteItem(table, keyOf(customerId, userId));
