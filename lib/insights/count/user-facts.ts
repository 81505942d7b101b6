import type { Calendar } from '../../activity/calendar.ts';
import type { UserAssignments } from '../../licensing/assignment.ts';
import { compareUserIds } from '../../values/user-id.ts';
import type { UserFacts } from './user-standing.ts';

type Pages<Item> = AsyncIterable<readonly Item[]>;

/** The page of a stream that is being read, and how far. */
interface Reading<Item> {
  readonly pages: AsyncIterator<readonly Item[]>;
  page: readonly Item[];
  at: number;
  isOver: boolean;
}

const readingOf = <Item>(pages: Pages<Item>): Reading<Item> => ({
  pages: pages[Symbol.asyncIterator](),
  page: [],
  at: 0,
  isOver: false,
});

/** Has an item at hand, unless the stream is over. */
const fill = async <Item>(reading: Reading<Item>): Promise<void> => {
  while (!reading.isOver && reading.at === reading.page.length) {
    const next = await reading.pages.next();
    reading.isOver = next.done === true;
    reading.page = next.done ? [] : next.value;
    reading.at = 0;
  }
};

/**
 * Joins two streams of pages that are both in the byte order of user ids, like two sorted files: every user once, with what
 * either stream knows. Holds one page of each, and gives users in pages of its own.
 */
export async function* joinByUser(
  calendars: Pages<{ readonly userId: string; readonly calendar: Calendar }>,
  assignments: Pages<UserAssignments & { readonly userId: string }>,
): AsyncGenerator<readonly UserFacts[]> {
  const [left, right] = [readingOf(calendars), readingOf(assignments)];
  for (;;) {
    await Promise.all([fill(left), fill(right)]);
    if (left.isOver && right.isOver) return;
    yield joinPages(left, right);
  }
}

/** Joins what is at hand, up to where either page ends and more of its stream may follow. */
const joinPages = (
  left: Reading<{ readonly userId: string; readonly calendar: Calendar }>,
  right: Reading<UserAssignments & { readonly userId: string }>,
): UserFacts[] => {
  const users: UserFacts[] = [];
  for (;;) {
    const [a, b] = [left.page[left.at], right.page[right.at]];
    if ((!a && !left.isOver) || (!b && !right.isOver) || (!a && !b)) return users;
    const order = !a ? 1 : !b ? -1 : compareUserIds(a.userId, b.userId);
    if (a && order <= 0) left.at += 1;
    if (b && order >= 0) right.at += 1;
    users.push(joinUser(order <= 0 ? a : undefined, order >= 0 ? b : undefined));
  }
};

const joinUser = (
  a: { readonly userId: string; readonly calendar: Calendar } | undefined,
  b: (UserAssignments & { readonly userId: string }) | undefined,
): UserFacts => ({
  userId: (a ?? b)?.userId ?? '',
  calendar: a?.calendar,
  ...(b ? { holdings: b.holdings, withheld: b.withheld } : {}),
});
