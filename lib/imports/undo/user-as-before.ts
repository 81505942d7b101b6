import * as z from 'zod';
import {
  type HoldingChange,
  type Holdings,
  mergeChanges,
  type UserAssignments,
  userAssignments,
} from '../../licensing/assignment.ts';
import { type StoredUserId, storedUserId } from '../../values/user-names.ts';

/** What a user held before an import's list, left out where nothing was known of it, and what by it. */
export interface KeptUser {
  readonly userId: StoredUserId;
  readonly before?: UserAssignments | undefined;
  readonly after: UserAssignments;
}

/** The same as it is kept. */
export const keptUser = z.object({ userId: storedUserId, before: userAssignments.optional(), after: userAssignments });

/**
 * What is to be stored of a user whose `current` holdings an import's list led to: as they were before, or `undefined` for
 * nothing. What was said of the user since the list stays said, as if it had been said of what was there before.
 */
export const userAsBefore = (
  current: UserAssignments,
  { before, after }: Pick<KeptUser, 'before' | 'after'>,
): UserAssignments | undefined => {
  if (isSame(current, after) || (before && isSame(current, before))) return before;
  const holdings = before?.holdings ?? {};
  const merged = mergeChanges(holdings, wordsSince(current.holdings, after.holdings)) ?? holdings;
  return before || Object.keys(merged).length > 0 ? { ...before, holdings: merged } : undefined;
};

/** What the newer holdings say that the older ones do not. */
const wordsSince = (newer: Holdings, older: Holdings): HoldingChange[] =>
  Object.entries(newer).flatMap(([sku, history]) =>
    history
      .filter(([on, assigned]) => !older[sku]?.some(([day, held]) => day === on && held === assigned))
      .map(([on, assigned]) => ({ sku, on, assigned })),
  );

/** Whether two say the same; the store does not keep the order of names. */
export const isSame = (a: UserAssignments, b: UserAssignments): boolean => textOf(a) === textOf(b);

const textOf = ({ holdings, withheld = {} }: UserAssignments): string =>
  JSON.stringify([holdings, withheld], (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value,
  );
