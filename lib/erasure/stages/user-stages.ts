import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { eraseCalendar, listActive } from '../../activity/activity-table.ts';
import { eraseKeptUsers, keptPrefix } from '../../imports/undo/kept-bucket.ts';
import { computableDays } from '../../insights/run/as-of.ts';
import type { RunMessage } from '../../insights/run/recalculation-message.ts';
import { forgetRunning } from '../../insights/run/running-table.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { eraseAssignments, listAssigned } from '../../licensing/assignments-table.ts';
import { eraseIdentity, readIdentities } from '../../licensing/identities/identities-table.ts';
import { allIdsOf } from '../../licensing/identities/persons.ts';
import { listKeys } from '../../storage/object-store.ts';
import { parseDay } from '../../time/day.ts';
import { inOneGo, type Mark, type Stage } from './stage.ts';

/** How many users are looked at between two looks at the time. */
const PER_MARK = 500;

/**
 * Looks up by which other ids the user is known: what stands under them is erased, too. Only by the id that was asked for: one
 * of the others may be another user's by the time that the erasure is done again.
 */
export const findUsersIds: Stage = async function* ({ stores: { licensing }, job: { customerId }, isAskedFor }, after) {
  if (after !== undefined) return;
  yield { after: 'found', alsoErased: allIdsOf(await readIdentities(licensing, customerId), isAskedFor) };
};

/** Removes what says by which ids the user is known. */
export const eraseUsersIdentities: Stage = async function* ({ stores: { licensing }, job: { customerId }, isErased }) {
  for (const [alias, userId] of await readIdentities(licensing, customerId))
    if ((isErased(alias) || isErased(userId)) && (await eraseIdentity(licensing, customerId, alias)))
      yield { removed: { identities: 1 } };
};

/** Takes the user out of what imports keep for an undo, which is still possible: it puts back the others. */
export const eraseFromReplaced: Stage = async function* ({ stores, job, isErased }, after) {
  for await (const key of listKeys(stores.uploads, keptPrefix(job.customerId), after))
    yield { after: key, removed: { undoCopies: await eraseKeptUsers(stores.uploads, key, isErased) } };
};

/** Removes what the user holds, by all spellings of the id. */
export const eraseUsersAssignments: Stage = ({ stores: { licensing }, job: { customerId }, isErased }, after) =>
  eraseUsers(listAssigned(licensing, customerId, after), isErased, 'assignments', (userId) =>
    eraseAssignments(licensing, customerId, userId),
  );

/** Removes what the user did. */
export const eraseUsersCalendar: Stage = ({ stores: { activity }, job: { customerId }, isErased }, after) =>
  eraseUsers(listActive(activity, customerId, after), isErased, 'calendars', (userId) =>
    eraseCalendar(activity, customerId, userId),
  );

async function* eraseUsers(
  userIds: AsyncIterable<string>,
  isErased: (userId: string) => boolean,
  kind: string,
  erase: (userId: string) => Promise<boolean>,
): AsyncGenerator<Mark> {
  let looked = 0;
  let removed = 0;
  let after: string | undefined;
  for await (const userId of userIds) {
    if (isErased(userId) && (await erase(userId))) removed += 1;
    after = userId;
    looked += 1;
    if (looked % PER_MARK !== 0) continue;
    yield { after, removed: { [kind]: removed } };
    removed = 0;
  }
  if (removed > 0) yield { after, removed: { [kind]: removed } };
}

/**
 * Has the customer's figures counted without the user, and its portfolios published. Counts of days gone by stay, as do
 * generations and exports: they hold numbers of people, and the id of none. A recalculation between two steps knows users, and
 * begins anew.
 */
export const requestRecalculation: Stage = inOneGo(async ({ stores, job: { customerId }, now, asOf }) => {
  for (const day of computableDays(parseDay(asOf))) await forgetRunning(stores.insights, customerId, day);
  const run: RunMessage = { asOf, requestedAt: now.toISOString(), portfolio: OPERATOR_PORTFOLIO, customerId };
  await sendMessages(stores.runQueueUrl, [run]);
});
