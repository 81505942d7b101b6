import {
  endTurn,
  putBackList,
  TURN_SECONDS,
  takeTurnBeside,
  takeTurnToUndo,
} from '../../licensing/assignment-list-table.ts';
import { storeAssignments } from '../../licensing/assignments-table.ts';
import { putBackCoverage } from '../../licensing/coverage-table.ts';
import { putBackProductLists } from '../../licensing/product-lists-table.ts';
import { REMOVE } from '../../storage/revision.ts';
import { storeAll } from '../../storage/store-all.ts';
import type { UndoOutcome, UndoStep } from './undo-step.ts';
import { isSame, type KeptUser, userAsBefore } from './user-as-before.ts';

/**
 * A step of the undo of a list of all users' products: puts back what users held, then how far that is known, and last
 * which lists were applied, so that until then no other import takes a turn between; of a list of some `products`, theirs.
 * What users did stays.
 */
export const putBackUsers = async (step: UndoStep, products?: readonly string[]): Promise<UndoOutcome> => {
  const { licensing, kept, job } = step;
  const { customerId, importId } = job;
  const isTaken = products
    ? await takeTurnBeside(licensing, customerId, importId, step.now)
    : await takeTurnToUndo(licensing, customerId, importId, step.now);
  if (!isTaken) return { kind: 'paused', delaySeconds: TURN_SECONDS };
  if (!(await step.begin())) return { kind: 'complete' };
  for await (const key of kept.listUsers(job.undo.after)) {
    const users = onePerUser(await kept.readUsers(key));
    await step.requireCurrent();
    await storeAll(users, (some) => storeAssignments(licensing, customerId, some, putBack));
    if (step.timeIsUp()) return { kind: 'paused', after: key, delaySeconds: 0 };
  }
  await step.requireCurrent();
  if (products) {
    await putBackProductLists(licensing, customerId, { skus: products, importId }, kept.read);
    await endTurn(licensing, customerId, importId);
    return { kind: 'complete' };
  }
  await putBackCoverage(licensing, customerId, importId, kept.read);
  await putBackList(licensing, customerId, importId, kept.read);
  return { kind: 'complete' };
};

const onePerUser = (users: readonly KeptUser[]): KeptUser[] => [
  ...new Map(users.map((user) => [user.userId, user])).values(),
];

const putBack = (current: Parameters<typeof userAsBefore>[0], kept: KeptUser) => {
  const before = userAsBefore(current, kept);
  if (!before) return REMOVE;
  return isSame(before, current) ? undefined : before;
};
