import { z } from 'zod';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import { queryItems } from '../storage/query-pages.ts';
import { parseRevised, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Day, startOfDay } from '../time/day.ts';
import { type ActiveDay, CALENDAR_DAYS, type Calendar, calendarOf, gainsABit, mergeCalendars } from './calendar.ts';

const storedActivity = z.object({
  customerId: z.string(),
  userId: z.string(),
  lastDay: z.int(),
  /** Unsigned 32-bit words. */
  workloads: z.record(z.string(), z.int().min(0).max(0xffff_ffff)),
  /** Epoch seconds; the table's TTL attribute. */
  expiresAt: z.int(),
});
type StoredActivity = z.infer<typeof storedActivity>;

/** The active days of one user at one customer that are to be stored. */
export interface UserActivity {
  readonly customerId: string;
  readonly userId: string;
  readonly days: readonly ActiveDay[];
}

/** The first moment at which no window that is still computable can contain the calendar's newest day, in epoch seconds. */
export const expiryOf = (lastDay: Day): number => startOfDay(lastDay + CALENDAR_DAYS).getTime() / 1000;

const calendarIn = (stored: StoredActivity): Calendar => ({ lastDay: stored.lastDay, words: stored.workloads });

const keyOf = ({ customerId, userId }: { customerId: string; userId: string }) => ({ customerId, userId });
const nameOf = ({ customerId, userId }: { customerId: string; userId: string }) => `${customerId}\n${userId}`;

/**
 * Merges active days into the stored calendars, one entry per user. Writes only items that gain a bit, each on condition
 * of the revision read; after a lost race this entry's days are merged onto the winner's item. Returns the entries that
 * could not be stored and may be sent again; all others are stored when this returns.
 */
export const storeActivity = async (
  table: Table,
  entries: readonly UserActivity[],
  milliseconds?: number,
): Promise<Set<UserActivity>> => {
  const current = new Map<string, Revised<StoredActivity>>();
  for (const item of await batchGet(table, entries.map(keyOf))) {
    const parsed = parseRevised(storedActivity, item);
    if (parsed) current.set(nameOf(parsed.value), parsed);
  }
  return writeEach(entries, (entry) => storeUser(table, entry, current.get(nameOf(entry))), milliseconds);
};

const storeUser = async (
  table: Table,
  { customerId, userId, days }: UserActivity,
  current: Revised<StoredActivity> | undefined,
): Promise<void> => {
  const added = calendarOf(days);
  if (!added) return;
  const item = { table, key: keyOf({ customerId, userId }), schema: storedActivity };
  await writeUnderRevision(item, current, (stored) => {
    const before = stored && calendarIn(stored);
    const merged = before ? mergeCalendars(before, added) : added;
    if (before && !gainsABit(before, merged)) return undefined;
    const { lastDay, words } = merged;
    return { customerId, userId, lastDay, workloads: { ...words }, expiresAt: expiryOf(lastDay) };
  });
};

/** Every user's calendar of a customer, in the byte order of user ids, read consistently, one page in memory. */
export async function* readCalendars(
  table: Table,
  customerId: string,
): AsyncGenerator<{ userId: string; calendar: Calendar }> {
  const items = queryItems(table, {
    KeyConditionExpression: 'customerId = :customerId',
    ExpressionAttributeValues: { ':customerId': customerId },
    ConsistentRead: true,
  });
  for await (const item of items) {
    const stored = storedActivity.parse(item);
    yield { userId: stored.userId, calendar: calendarIn(stored) };
  }
}
