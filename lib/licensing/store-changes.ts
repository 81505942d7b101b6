import type { Catalogue } from '../catalogue/product.ts';
import { ContendedError } from '../storage/contended-error.ts';
import type { Table } from '../storage/table.ts';
import { type Day, dayOf, formatDay } from '../time/day.ts';
import type { Read } from '../values/leniently.ts';
import type { UserNames } from '../values/user-names.ts';
import { mergeChanges, type UserAssignments } from './assignment.ts';
import type { AssignmentChange, AssignmentRejection } from './assignment-change.ts';
import { noteRequest } from './assignment-list-table.ts';
import { storeAssignments } from './assignments-table.ts';
import { advanceCoverage, readCoverage } from './coverage-table.ts';
import { screenChanges, type UserChangesAt } from './screen-changes.ts';

/** Kept back from the storing of changes, so that what was stored can still be acknowledged. */
const COVERAGE_MILLISECONDS = 2_000;

/** What became of a request's changes. */
export interface StoredChanges {
  readonly accepted: number;
  readonly rejected: readonly AssignmentRejection[];
}

/**
 * Stores the good ones of a customer's changes and records how far its assignments speak now. A change counts as stored
 * only when both are done; the others are rejected as `try_again`. `timeLeft` tells how many milliseconds there are.
 */
export const storeChanges = async (
  licensing: Table,
  customerId: string,
  entries: readonly Read<AssignmentChange>[],
  { catalogue, now, timeLeft, names }: { catalogue: Catalogue; now: Date; timeLeft: () => number; names: UserNames },
): Promise<StoredChanges> => {
  const today = dayOf(now);
  const { identityMode: knownMode } = await readCoverage(licensing, customerId);
  let screened = screenChanges(entries, { catalogue, today, knownMode, names });
  if (knownMode === undefined && screened.identityMode !== undefined) {
    // Said before anything is stored, and read back: another first request may have decided meanwhile.
    await advanceCoverage(licensing, customerId, { firstIdentityMode: screened.identityMode });
    const decided = await readCoverage(licensing, customerId);
    screened = screenChanges(entries, { catalogue, today, names, knownMode: decided.identityMode });
  }
  let isNews = false;
  const merge = (current: UserAssignments, { changes }: UserChangesAt) => {
    const holdings = mergeChanges(current.holdings, changes);
    isNews ||= holdings !== undefined;
    return holdings && { ...current, holdings };
  };
  const milliseconds = timeLeft() - COVERAGE_MILLISECONDS;
  const unstored = await storeAssignments(licensing, customerId, screened.users, merge, milliseconds);
  const stored = screened.users.filter((user) => !unstored.has(user));
  const recorded =
    (await recordDays(licensing, customerId, stored, today)) &&
    // After they were stored: a list that began to be applied before that did not see them.
    (!isNews || (await isRecorded(() => noteRequest(licensing, customerId, now.toISOString()))));
  return outcomeOf(screened.rejected, screened.users, new Set(recorded ? stored : []));
};

/**
 * Records how far the assignments speak: from the oldest change on, and through today, for a feed of single changes
 * that sends an old one today has sent all that came after it. Returns whether it could.
 */
const recordDays = async (
  licensing: Table,
  customerId: string,
  stored: readonly UserChangesAt[],
  today: Day,
): Promise<boolean> => {
  const from = stored.flatMap(({ changes }) => changes.map(({ on }) => on)).sort((a, b) => a - b)[0];
  if (from === undefined) return true;
  const assignments = { from: formatDay(from), through: formatDay(today) };
  return isRecorded(() => advanceCoverage(licensing, customerId, { assignments }));
};

const isRecorded = async (record: () => Promise<void>): Promise<boolean> => {
  try {
    await record();
    return true;
  } catch (error) {
    if (error instanceof ContendedError) return false;
    throw error;
  }
};

const outcomeOf = (
  rejected: readonly AssignmentRejection[],
  users: readonly UserChangesAt[],
  done: ReadonlySet<UserChangesAt>,
): StoredChanges => {
  const unfinished = users
    .filter((user) => !done.has(user))
    .flatMap(({ changes }) => changes)
    .map(({ index }) => ({
      index,
      code: 'try_again' as const,
      message: 'The change could not be stored in time. Send it again; sending it twice changes nothing.',
    }));
  return {
    accepted: users.filter((user) => done.has(user)).reduce((sum, { changes }) => sum + changes.length, 0),
    rejected: [...rejected, ...unfinished].sort((a, b) => a.index - b.index),
  };
};
