import type { Calendar } from '../../activity/calendar.ts';
import type { UserAssignments } from '../../licensing/assignment.ts';
import { compareUserIds } from '../../values/user-id.ts';
import type { UserFacts } from './user-standing.ts';

/**
 * Joins two streams that are both in the byte order of user ids, like two sorted files: every user once, with what
 * either stream knows. Holds one item of each.
 */
export async function* joinByUser(
  calendars: AsyncIterable<{ userId: string; calendar: Calendar }>,
  assignments: AsyncIterable<UserAssignments & { userId: string }>,
): AsyncGenerator<UserFacts> {
  const left = calendars[Symbol.asyncIterator]();
  const right = assignments[Symbol.asyncIterator]();
  let a = await left.next();
  let b = await right.next();
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareUserIds(a.value.userId, b.value.userId);
    if (order < 0 && !a.done) yield a.value;
    else if (order > 0 && !b.done) yield b.value;
    else if (!a.done && !b.done) yield { ...a.value, ...b.value };
    if (order <= 0) a = await left.next();
    if (order >= 0) b = await right.next();
  }
}
