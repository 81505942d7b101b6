import * as z from 'zod';
import { logger } from '../observability/logger.ts';
import { batchGet } from '../storage/batch-get.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import { type Deadline, startCountdown, WRITING_MILLISECONDS } from '../storage/deadline.ts';
import { deleteItem } from '../storage/delete-item.ts';
import { queryPages } from '../storage/item-pages.ts';
import { queryItems } from '../storage/query-pages.ts';
import type { PlainItem } from '../storage/read-items.ts';
import { parseRevised, type Revised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Day, startOfDay } from '../time/day.ts';
import type { StoredUserId } from '../values/user-names.ts';
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
  readonly userId: StoredUserId;
  readonly days: readonly ActiveDay[];
}

/** The first moment at which no window that is still computable can contain the calendar's newest day, in epoch seconds. */
export const calendarExpiry = (lastDay: Day): number => startOfDay(lastDay + CALENDAR_DAYS).getTime() / 1000;

const calendarIn = (stored: StoredActivity): Calendar => ({ lastDay: stored.lastDay, words: stored.workloads });

const keyOf = ({ customerId, userId }: { customerId: string; userId: string }) => ({ customerId, userId });
const nameOf = ({ customerId, userId }: { customerId: string; userId: string }) => `${customerId}\n${userId}`;

/**
 * Merges active days into the stored calendars, one entry per user, for at most `milliseconds`. Writes only items that
 * gain a bit, each on condition of the revision read; after a lost race this entry's days are merged onto the item as it
 * is then. Returns the entries that are not known to be stored and may be sent again; all others are stored.
 */
export const storeActivity = async <Entry extends UserActivity>(
  table: Table,
  entries: readonly Entry[],
  milliseconds = WRITING_MILLISECONDS,
): Promise<Set<Entry>> => {
  const timeLeft = startCountdown(milliseconds);
  const current = await readCurrent(table, entries);
  const store = (entry: Entry, deadline: Deadline) => storeUser(table, entry, current.get(nameOf(entry)), deadline);
  return writeEach(entries, store, timeLeft());
};

/**
 * What is stored, by user, or was a second ago: days are only ever added, and every write finds out what there is. So a
 * read that fails, or is late, costs no more than lost races.
 */
const readCurrent = async (
  table: Table,
  entries: readonly UserActivity[],
): Promise<Map<string, Revised<StoredActivity>>> => {
  try {
    const items = await batchGet(table, entries.map(keyOf), 'eventual');
    const parsed = items.flatMap((item) => parseRevised(storedActivity, item) ?? []);
    return new Map(parsed.map((item) => [nameOf(item.value), item]));
  } catch (error) {
    logger.error('the calendars could not be read', { error: String(error) });
    return new Map();
  }
};

const storeUser = async (
  table: Table,
  { customerId, userId, days }: UserActivity,
  current: Revised<StoredActivity> | undefined,
  deadline: Deadline,
): Promise<void> => {
  const added = calendarOf(days);
  if (!added) return;
  const item = { table, key: keyOf({ customerId, userId }), schema: storedActivity };
  const merge = (stored: StoredActivity | undefined): StoredActivity | undefined => {
    const before = stored && calendarIn(stored);
    const merged = before ? mergeCalendars(before, added) : added;
    if (before && !gainsABit(before, merged)) return undefined;
    const { lastDay, words } = merged;
    return { customerId, userId, lastDay, workloads: { ...words }, expiresAt: calendarExpiry(lastDay) };
  };
  await writeUnderRevision(item, current, merge, { deadline });
};

/** The ids of a customer's users of whom there is a calendar, those after `after` if one is given, read consistently. */
export async function* listActive(table: Table, customerId: string, after?: string): AsyncGenerator<string> {
  const items = queryItems(table, {
    KeyConditionExpression: after === undefined ? 'customerId = :id' : 'customerId = :id AND userId > :after',
    ProjectionExpression: 'userId',
    ExpressionAttributeValues: { ':id': customerId, ...(after === undefined ? {} : { ':after': after }) },
    ConsistentRead: true,
  });
  for await (const { userId } of items) yield String(userId);
}

/** Removes a user's calendar, whatever it holds. Returns whether there was one. */
export const eraseCalendar = (table: Table, customerId: string, userId: string): Promise<boolean> =>
  deleteItem(table, keyOf({ customerId, userId }));

/** One user's calendar. */
export interface UserCalendar {
  readonly userId: string;
  readonly calendar: Calendar;
}

/** Whose calendars of a customer: those after the user `after`, and whether all that was written before must be in them. */
export interface UsersRead {
  readonly after?: string | undefined;
  readonly consistent: boolean;
}

/** Every user's calendar of a customer, in the byte order of user ids, read consistently, a page or two in memory. */
export async function* readCalendars(table: Table, customerId: string): AsyncGenerator<UserCalendar> {
  for await (const page of pagesOfCalendars(table, customerId, { consistent: true })) yield* page;
}

/** The same page by page: who reads very many waits for a page, and not for each of its users. */
export async function* pagesOfCalendars(
  table: Table,
  customerId: string,
  { after, consistent }: UsersRead,
): AsyncGenerator<UserCalendar[]> {
  const pages = queryPages(table, {
    partition: ['customerId', customerId],
    sort: ['userId', ''],
    after,
    attributes: ['customerId', 'userId', 'lastDay', 'workloads', 'expiresAt'],
    consistent,
  });
  for await (const page of pages) yield page.map(calendarOfUser);
}

/** As this version writes it at a glance; the schema judges any other, and tells what is wrong with it. */
const calendarOfUser = (item: PlainItem): UserCalendar => {
  const { userId, lastDay, workloads } = item;
  if (typeof userId === 'string' && Number.isInteger(lastDay) && areWords(workloads))
    return { userId, calendar: { lastDay: lastDay as Day, words: workloads } };
  const stored = storedActivity.parse(item);
  return { userId: stored.userId, calendar: calendarIn(stored) };
};

const areWords = (workloads: unknown): workloads is Calendar['words'] => {
  if (typeof workloads !== 'object' || workloads === null || Array.isArray(workloads)) return false;
  const words = workloads as Readonly<Record<string, unknown>>; // what it holds is asked here
  for (const workload in words) {
    const word = words[workload];
    if (typeof word !== 'number' || word >>> 0 !== word) return false;
  }
  return true;
};
