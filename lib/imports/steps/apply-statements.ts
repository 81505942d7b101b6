import { heldOn, type UserAssignments } from '../../licensing/assignment.ts';
import { beginList } from '../../licensing/assignment-list-table.ts';
import {
  type ReadAssignments,
  readAssignments,
  readToStore,
  storeReadAssignments,
} from '../../licensing/assignments-table.ts';
import type { MadeBy } from '../../licensing/made-by.ts';
import { storeAll } from '../../storage/store-all.ts';
import type { Day } from '../../time/day.ts';
import { addWarning } from '../formats/findings.ts';
import type { StatedUsers } from '../formats/stated-holdings.ts';
import { applyToUser, HOLDS_NOTHING, type StatedHoldings } from '../formats/stated-holdings.ts';
import type { KeptUser } from '../undo/user-as-before.ts';
import { BATCH_SIZE, type ImportStep, keepingOf } from './import-step.ts';
import { asDecided, type Decides } from './list-scope.ts';

/** How far an import is before this, from 0 to 1. */
const BEFORE_APPLYING = 0.6;

/** What is known once a list's statements are stored. */
export interface Applied {
  /** Products of which the list does not tell for every user whether they are held. */
  readonly undecided: readonly string[];
  /** What users held before, counted by name. */
  readonly replaced: MadeBy['counts'];
}

/** A list as it is applied. */
export interface ListToApply {
  readonly day: Day;
  readonly decides: Decides;
  /** Marks that it is being applied, once, and keeps what is known of those before it; answers what `count` counted then. */
  readonly begin: (count: () => Promise<MadeBy['counts']>) => Promise<MadeBy['counts']>;
}

/** What the list says of one user, and what that makes of what is stored. */
interface StatedUser extends KeptUser {
  readonly stated: StatedHoldings;
  readonly read: ReadAssignments | undefined;
}

/**
 * Makes the users' products what a list of all users says: those that it states, and of the products that it decides none
 * of users whom it does not name. What they held is kept before it is replaced. Returns `undefined` when time is up before the end; called again with
 * the same statements, the next step finds what is done already done. Empties `stated`.
 */
export const applyStatements = async (
  step: ImportStep,
  { users, repeated }: StatedUsers,
  { day, decides, begin }: ListToApply,
): Promise<Applied | undefined> => {
  const undecided = undecidedIn(users.values());
  const counts = { users: users.size, assignments: countHeld(users.values()) };
  const apply = (current: UserAssignments, { stated }: StatedUser) =>
    applyToUser(current, asDecided(stated, current, decides), day);
  const store = async (entries: readonly StatedUser[]) => {
    await step.requireCurrent();
    await step.kept.keepUsers(entries.map(({ userId, before, after }) => ({ userId, before, after })));
    await storeAll(entries, (some) => storeReadAssignments(step.licensing, step.job.customerId, some, apply));
  };
  await step.requireCurrent();
  const replaced = await begin(() => countStored(step, day, decides));

  let batch: StatedUser[] = [];
  let applied = 0;
  for await (const change of changes(step, users, { day, decides })) {
    batch.push(change);
    if (batch.length < BATCH_SIZE) continue;
    await store(batch);
    applied += batch.length;
    batch = [];
    await step.reportProgress(BEFORE_APPLYING + (1 - BEFORE_APPLYING) * (applied / Math.max(counts.users, applied)));
    if (step.timeIsUp()) return undefined;
  }
  await store(batch);
  Object.assign(step.found.counts, counts);
  if (repeated > 0)
    addWarning(
      step.found,
      'duplicate_user',
      'Users appear more than once; what is said of them was put together.',
      repeated,
    );
  return { undecided, replaced };
};

/** Begins a list of all users' products: from now on nobody takes the one applied before for the last. */
export const beginOfAll =
  (step: ImportStep): ListToApply['begin'] =>
  (count) =>
    beginList(step.licensing, step.job.customerId, keepingOf(step), count);

const countStored = async ({ licensing, job }: ImportStep, day: Day, decides: Decides): Promise<MadeBy['counts']> => {
  const counts = { holders: 0, holdings: 0 };
  for await (const { holdings } of readAssignments(licensing, job.customerId)) {
    const held = Object.entries(holdings).filter(([sku, history]) => decides(sku) && heldOn(history, day)).length;
    counts.holdings += held;
    if (held > 0) counts.holders += 1;
  }
  return counts;
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
  { day, decides }: Pick<ListToApply, 'day' | 'decides'>,
): AsyncGenerator<StatedUser> {
  for await (const read of readToStore(licensing, job.customerId)) {
    const { userId, holdings, withheld } = read.value;
    const current: UserAssignments = { holdings, ...(withheld ? { withheld } : {}) };
    const stated = users.has(userId) ? users.get(userId) : HOLDS_NOTHING;
    users.delete(userId);
    const after = stated && applyToUser(current, asDecided(stated, current, decides), day);
    if (after) yield { userId, stated, read, before: current, after };
  }
  for (const [userId, stated] of users) {
    const after = stated && stated.held.length > 0 && applyToUser({ holdings: {} }, stated, day);
    if (after) yield { userId, stated, read: undefined, after };
  }
}
