import * as z from 'zod';
import { customerOwner } from '../customers/owner-keys.ts';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import type { Deadline } from '../storage/deadline.ts';
import { deleteItem } from '../storage/delete-item.ts';
import { queryPages } from '../storage/item-pages.ts';
import { queryItems } from '../storage/query-pages.ts';
import type { PlainItem } from '../storage/read-items.ts';
import { parseRevised, REMOVE, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type StoredUserId, storedUserId } from '../values/user-names.ts';
import { assignmentsExpiry, type Holdings, type UserAssignments, userAssignments } from './assignment.ts';

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
  const store = (entry: Entry, deadline: Deadline) => {
    const { userId } = entry;
    const item = { table, key: keyOf(customerId, userId), schema: storedAssignments };
    const next = (stored: StoredAssignments | undefined) => {
      const { holdings, withheld } = stored ?? { holdings: {} };
      const changed = change({ holdings, ...(withheld ? { withheld } : {}) }, entry);
      return changed === REMOVE ? REMOVE : changed && asStored(userId, changed);
    };
    return writeUnderRevision(item, readOf(entry), next, { deadline });
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

/** Whose assignments of a customer: those after the user `after`, and whether all that was written before must be in them. */
export interface AssignmentsRead {
  readonly after?: string | undefined;
  readonly consistent: boolean;
  /** Told of those who hold nothing any more and were stored before that was given an end. */
  readonly onUndated?: (userId: StoredUserId) => void;
}

/** One user's assignments. */
export type UsersAssignments = UserAssignments & { readonly userId: StoredUserId };

/** Every user's assignments of a customer, in the byte order of user ids, read consistently, a page or two in memory. */
export async function* readAssignments(table: Table, customerId: string): AsyncGenerator<UsersAssignments> {
  for await (const page of pagesOfAssignments(table, customerId, { consistent: true })) yield* page;
}

/** The same page by page: who reads very many waits for a page, and not for each of its users. */
export async function* pagesOfAssignments(
  table: Table,
  customerId: string,
  { after, consistent, onUndated = () => {} }: AssignmentsRead,
): AsyncGenerator<UsersAssignments[]> {
  const pages = queryPages(table, {
    partition: ['owner', customerOwner(customerId)],
    sort: ['record', ASSIGNMENT],
    after: after === undefined ? undefined : `${ASSIGNMENT}${after}`,
    attributes: ['userId', 'holdings', 'withheld', 'expiresAt'],
    consistent,
  });
  for await (const page of pages)
    yield page.map((item) => {
      const { expiresAt, ...assignments } = isAsWritten(item) ? item : storedAssignments.parse(item);
      if (expiresAt === undefined && assignmentsExpiry(assignments.holdings) !== undefined)
        onUndated(assignments.userId);
      return assignments;
    });
}

/** Whether an item is as this version writes it, at a glance; of any other the schema tells what is wrong with it. */
const isAsWritten = (item: PlainItem): item is StoredAssignments & PlainItem =>
  typeof item.userId === 'string' &&
  areHistories(item.holdings) &&
  item.withheld === undefined &&
  item.expiresAt === undefined;

const areHistories = (holdings: unknown): holdings is Holdings => {
  if (typeof holdings !== 'object' || holdings === null || Array.isArray(holdings)) return false;
  const histories = holdings as Readonly<Record<string, unknown>>; // what it holds is asked here
  for (const sku in histories) {
    const history: unknown = histories[sku];
    if (!Array.isArray(history)) return false;
    for (const change of history as unknown[]) if (!isChange(change)) return false;
  }
  return true;
};

const isChange = (change: unknown): boolean =>
  Array.isArray(change) && change.length === 2 && Number.isInteger(change[0]) && typeof change[1] === 'boolean';

/** The same of each user as it was read, for `storeReadAssignments`. */
export async function* readToStore(table: Table, customerId: string): AsyncGenerator<ReadAssignments> {
  const items = queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :assignment)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':assignment': ASSIGNMENT },
    ConsistentRead: true,
  });
  for await (const item of items) {
    const read = parseRevised(storedAssignments, item);
    if (read) yield read;
  }
}

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
