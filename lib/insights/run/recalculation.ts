import { pagesOfCalendars } from '../../activity/activity-table.ts';
import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { pagesOfAssignments } from '../../licensing/assignments-table.ts';
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
import { ownText } from '../../values/own-text.ts';
import type { StoredUserId } from '../../values/user-names.ts';
import { userCounter } from '../count/count-users.ts';
import { COUNTING_VERSION, type Definitions } from '../count/definitions.ts';
import { joinUsers } from '../count/join-users.ts';
import { snapshotOf, tallyContextOf } from '../count/make-snapshot.ts';
import { reportedOn, supportCasesOn } from '../count/posted-records.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { emptyTally, type TallyContext } from '../count/tally.ts';
import { joinByUser } from '../count/user-facts.ts';
import type { UserFacts } from '../count/user-standing.ts';
import type { Running } from './running-table.ts';
import { querySnapshots } from './snapshot-table.ts';

/** Users whose end is dated by one recalculation, at most: the next one dates others. */
const MOST_UNDATED = 500;

/** A snapshot, and the ids of users who hold nothing any more and have not been given an end. */
export interface Recalculated {
  readonly snapshot: Snapshot;
  readonly undated: readonly StoredUserId[];
}

/** What a step of a recalculation goes by. */
export interface RecalculationStep {
  /** Tells the time. */
  readonly now: () => Date;
  /** Whether the step is to stop and leave the rest to the next one. */
  readonly timeIsUp: () => boolean;
  /** Whether users are to be read with all that was written before. */
  readonly consistent: boolean;
}

interface Stores {
  readonly activity: Table;
  readonly licensing: Table;
  readonly insights: Table;
}

/**
 * Computes a customer's snapshot of day `asOf` in one pass over its users, in steps where one is too short for it: goes on
 * with `running`, if that is given, and returns how far it came when time was up. Memory does not grow with users, but for
 * those whose ids have two spellings or are mapped to one another. A user counts as stored when the step came to it: between
 * the beginning of the first step, which is that of the snapshot, and the end of the last.
 */
export const recalculate = async (
  stores: Stores,
  customerId: string,
  asOf: Day,
  definitions: Definitions,
  step: RecalculationStep,
  running?: Running,
): Promise<Recalculated | Running> => {
  const startedAt = running?.startedAt ?? step.now().toISOString();
  const { limits } = running ?? definitions;
  const records = running?.records ?? (await readRecords(stores.licensing, customerId));
  const context = tallyContextOf(records, { ...definitions, limits }, asOf);
  const identities = await readIdentities(stores.licensing, customerId);
  const base = { context, records, persons: personsOf(identities) };
  const { isOver, ...counted } = await countUsers(stores, customerId, base, step, running);
  if (!isOver) {
    const { catalogue } = definitions;
    const made = { catalogVersion: catalogue.version, countingVersion: COUNTING_VERSION, limits };
    return { step: (running?.step ?? 0) + 1, startedAt, ...made, records, ...counted };
  }
  const { previous, earlier, posted } = await readBeside(stores, customerId, asOf, definitions);
  const snapshot = snapshotOf({
    customerId,
    startedAt: new Date(startedAt),
    processedAt: step.now(),
    ...records,
    identities: identities.size,
    context,
    tally: counted.tally,
    posted,
    previous,
    earlier,
  });
  return { snapshot, undated: counted.undated };
};

/** What is known of a customer besides its users, and what users are counted against. */
const readRecords = async (licensing: Table, customerId: string): Promise<Running['records']> => {
  const [coverage, { lists, ended }, totals] = await Promise.all([
    readCoverage(licensing, customerId),
    readSubscriptions(licensing, customerId),
    readSeatTotals(licensing, customerId),
  ]);
  return { coverage, seats: { lists, ended, totals } };
};

interface Counted extends Pick<Running, 'after' | 'tally' | 'heldBack' | 'undated'> {
  /** Whether all users are counted. */
  readonly isOver: boolean;
}

/** What users are counted against, and whose each id is. */
interface CountingBase {
  readonly context: TallyContext;
  readonly records: Running['records'];
  readonly persons: ReadonlyMap<string, string>;
}

/** Counts users, page by page, until time is up: one page in any case. */
const countUsers = async (
  { activity, licensing }: Stores,
  customerId: string,
  { context, records: { coverage }, persons }: CountingBase,
  { timeIsUp, consistent }: RecalculationStep,
  running: Running | undefined,
): Promise<Counted> => {
  const tally = running?.tally ?? emptyTally();
  const undated = [...(running?.undated ?? [])];
  const onUndated = (userId: StoredUserId) => undated.length < MOST_UNDATED && undated.push(ownText(userId));
  const counter = userCounter(tally, context);
  const joiner = joinUsers((user) => isJoined(user, coverage) && counter.add(user), persons, running?.heldBack);
  let after = running?.after ?? '';
  const read = { after: running?.after, consistent };
  const pages = joinByUser(
    pagesOfCalendars(activity, customerId, read),
    pagesOfAssignments(licensing, customerId, { ...read, onUndated }),
  );
  for await (const users of pages) {
    for (const user of users) joiner.add(user);
    after = users.at(-1)?.userId ?? after;
    if (!timeIsUp()) continue;
    counter.settle();
    return { isOver: false, after, tally, heldBack: joiner.heldBack(), undated };
  }
  joiner.end();
  counter.settle();
  return { isOver: true, after, tally, heldBack: [], undated };
};

/** What stands in a snapshot beside the counts, and the snapshots that it is compared with. */
const readBeside = async ({ licensing, insights }: Stores, customerId: string, asOf: Day, definitions: Definitions) => {
  const [supportCases, reported, [previous], [earlier]] = await Promise.all([
    readSupportCases(licensing, customerId),
    readReportedUsage(licensing, customerId),
    newestUpTo(insights, customerId, asOf - 1),
    newestUpTo(insights, customerId, asOf - WINDOW_DAYS, asOf - WINDOW_DAYS),
  ]);
  const posted = {
    supportCases: supportCasesOn(supportCases, asOf),
    reported: reportedOn(
      Object.fromEntries(Object.entries(reported).map(([poster, one]) => [poster, rowsOf(one)])),
      definitions.catalogue,
      asOf,
    ),
    notCounted: Object.fromEntries(Object.entries(reported).map(([poster, one]) => [poster, one.notCounted])),
  };
  return { previous, earlier, posted };
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
