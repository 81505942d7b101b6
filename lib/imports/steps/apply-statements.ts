import type { UserAssignments } from '../../licensing/assignment.ts';
import { readAssignments, storeAssignments } from '../../licensing/assignments-table.ts';
import type { Day } from '../../time/day.ts';
import { addWarning } from '../formats/findings.ts';
import type { StatedUsers } from '../formats/stated-holdings.ts';
import { applyToUser, HOLDS_NOTHING, type StatedHoldings } from '../formats/stated-holdings.ts';
import { BATCH_SIZE, type ImportStep, storeAll } from './import-step.ts';

/** How far an import is before this, from 0 to 1. */
const BEFORE_APPLYING = 0.6;

/** What is known once a list's statements are stored. */
export interface Applied {
  /** Products of which the list does not tell for every user whether they are held. */
  readonly undecided: readonly string[];
}

/** What the list says of one user. */
interface StatedUser {
  readonly userId: string;
  readonly stated: StatedHoldings;
}

/**
 * Makes the users' products what a list of all users says: those that it states, and none of users whom it does not
 * name. Returns `undefined` when time is up before the end; called again with the same statements, the next step finds
 * what is done already done. Empties `stated`.
 */
export const applyStatements = async (
  step: ImportStep,
  { users, repeated }: StatedUsers,
  day: Day,
): Promise<Applied | undefined> => {
  const undecided = undecidedIn(users.values());
  const counts = { users: users.size, assignments: countHeld(users.values()) };
  const apply = (current: UserAssignments, { stated }: StatedUser) => applyToUser(current, stated, day);
  const store = (entries: readonly StatedUser[]) =>
    storeAssignments(step.licensing, step.job.customerId, entries, apply);

  let batch: StatedUser[] = [];
  let applied = 0;
  for await (const change of changes(step, users, day)) {
    batch.push(change);
    if (batch.length < BATCH_SIZE) continue;
    await step.requireCurrent();
    await storeAll(batch, store);
    applied += batch.length;
    batch = [];
    await step.reportProgress(BEFORE_APPLYING + (1 - BEFORE_APPLYING) * (applied / Math.max(counts.users, applied)));
    if (step.timeIsUp()) return undefined;
  }
  await step.requireCurrent();
  await storeAll(batch, store);
  Object.assign(step.found.counts, counts);
  if (repeated > 0)
    addWarning(
      step.found,
      'duplicate_user',
      'Users appear more than once; what is said of them was put together.',
      repeated,
    );
  return { undecided };
};

const undecidedIn = (users: Iterable<StatedHoldings | undefined>): string[] => [
  ...new Set([...users].flatMap((stated) => stated?.undecided ?? [])),
];

const countHeld = (users: Iterable<StatedHoldings | undefined>): number => {
  let held = 0;
  for (const stated of users) held += stated?.held.length ?? 0;
  return held;
};

/** Users of whom the list says something new: first those stored already, in their order, then the others. Empties `users`. */
async function* changes(
  { licensing, job }: ImportStep,
  users: StatedUsers['users'],
  day: Day,
): AsyncGenerator<StatedUser> {
  for await (const { userId, ...current } of readAssignments(licensing, job.customerId)) {
    const stated = users.has(userId) ? users.get(userId) : HOLDS_NOTHING;
    users.delete(userId);
    if (stated && applyToUser(current, stated, day)) yield { userId, stated };
  }
  for (const [userId, stated] of users) if (stated && stated.held.length > 0) yield { userId, stated };
}
