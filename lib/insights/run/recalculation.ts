import { readCalendars } from '../../activity/activity-table.ts';
import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { readAssignments } from '../../licensing/assignments-table.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import { readCoverage } from '../../licensing/coverage-table.ts';
import { readIdentities } from '../../licensing/identities/identities-table.ts';
import { personsOf } from '../../licensing/identities/persons.ts';
import { rowsOf } from '../../licensing/posted/reported-usage.ts';
import { readReportedUsage } from '../../licensing/posted/reported-usage-table.ts';
import { readSupportCases } from '../../licensing/posted/support-cases-table.ts';
import { readSeatTotals } from '../../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../licensing/subscriptions-table.ts';
import type { Table } from '../../storage/table.ts';
import { BEGINNING, type Day, formatDay } from '../../time/day.ts';
import { identityModeOf } from '../../values/identity-mode.ts';
import type { StoredUserId } from '../../values/user-names.ts';
import { addUser } from '../count/add-user.ts';
import type { Definitions } from '../count/definitions.ts';
import { countJoined } from '../count/join-spellings.ts';
import { snapshotOf, tallyContextOf } from '../count/make-snapshot.ts';
import { reportedOn, supportCasesOn } from '../count/posted-records.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { emptyTally } from '../count/tally.ts';
import { joinByUser } from '../count/user-facts.ts';
import type { UserFacts } from '../count/user-standing.ts';
import { querySnapshots } from './snapshot-table.ts';

/** Users whose end is dated by one recalculation, at most: the next one dates others. */
const MOST_UNDATED = 500;

/** A snapshot, and the ids of users who hold nothing any more and have not been given an end. */
export interface Recalculated {
  readonly snapshot: Snapshot;
  readonly undated: readonly StoredUserId[];
}

/**
 * Computes a customer's snapshot of day `asOf` in one pass over its users, reading consistently. Memory
 * does not grow with users, but for those whose ids have two spellings or are mapped to one another.
 * `now` tells the time, asked once when reading begins and once at the end.
 */
export const recalculate = async (
  { activity, licensing, insights }: { activity: Table; licensing: Table; insights: Table },
  customerId: string,
  asOf: Day,
  definitions: Definitions,
  now: () => Date,
): Promise<Recalculated> => {
  const startedAt = now();
  const [coverage, identities, { lists, ended }, totals, supportCases, reported, [previous], [earlier]] =
    await Promise.all([
      readCoverage(licensing, customerId),
      readIdentities(licensing, customerId),
      readSubscriptions(licensing, customerId),
      readSeatTotals(licensing, customerId),
      readSupportCases(licensing, customerId),
      readReportedUsage(licensing, customerId),
      newestUpTo(insights, customerId, asOf - 1),
      newestUpTo(insights, customerId, asOf - WINDOW_DAYS, asOf - WINDOW_DAYS),
    ]);
  const records = { coverage, seats: { lists, ended, totals } };
  const context = tallyContextOf(records, definitions, asOf);
  const tally = emptyTally();
  const undated: StoredUserId[] = [];
  const note = (userId: StoredUserId) => undated.length < MOST_UNDATED && undated.push(userId);
  const users = joinByUser(readCalendars(activity, customerId), readAssignments(licensing, customerId, note));
  await countJoined(users, personsOf(identities), (user) => {
    if (isJoined(user, coverage)) addUser(tally, user, context);
  });
  const posted = {
    supportCases: supportCasesOn(supportCases, asOf),
    reported: reportedOn(
      Object.fromEntries(Object.entries(reported).map(([poster, one]) => [poster, rowsOf(one)])),
      definitions.catalogue,
      asOf,
    ),
    notCounted: Object.fromEntries(Object.entries(reported).map(([poster, one]) => [poster, one.notCounted])),
  };
  const snapshot = snapshotOf({
    customerId,
    startedAt,
    processedAt: now(),
    ...records,
    identities: identities.size,
    context,
    tally,
    posted,
    previous,
    earlier,
  });
  return { snapshot, undated };
};

/** The newest snapshot of a day from `from` (of any, by default) to `to`, alone in a list; none where there is none. */
const newestUpTo = (insights: Table, customerId: string, to: Day, from?: Day) =>
  querySnapshots(insights, customerId, {
    from: from === undefined ? BEGINNING : formatDay(from),
    to: formatDay(to),
    limit: 1,
    newestFirst: true,
  });

/** Names of two kinds never join: those of the mode that was replaced are not counted. */
const isJoined = ({ userId }: UserFacts, { identityMode }: Coverage): boolean =>
  identityMode === undefined || identityModeOf(userId) === identityMode;
