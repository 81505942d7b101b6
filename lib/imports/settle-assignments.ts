import type { UserAssignments } from '../licensing/assignment.ts';
import { readAssignments, storeAssignments } from '../licensing/assignments-table.ts';
import type { RowReaders } from './check-products.ts';
import { csvBatches } from './csv-records.ts';
import { addWarning } from './findings.ts';
import { BATCH_SIZE, type ImportStep, storeAll } from './import-step.ts';
import type { ReportState } from './report-state.ts';
import { addStatement, type StatedUsers } from './report-users.ts';
import { HOLDS_NOTHING, type StatedHoldings, settleHoldings } from './stated-holdings.ts';
import { readUpload } from './uploaded-file.ts';

/** What is known once the file's statements are stored. */
export interface Settled {
  /** Products of which the file does not tell for every user whether they are held. */
  readonly undecided: readonly string[];
}

/** What the file says of one user. */
interface StatedUser {
  readonly userId: string;
  readonly stated: StatedHoldings;
}

/**
 * Makes the users' products what the file says: those of its users, and none of users whom it does not name. Returns
 * `undefined` when time is up before the end; the next step reads the file again and finds what is done already done.
 * Holds the ids of all users of the file in memory, about 200 bytes each.
 */
export const settleAssignments = async (
  step: ImportStep,
  rows: RowReaders,
  state: ReportState,
  firstList: boolean,
): Promise<Settled | undefined> => {
  const day = state.day ?? state.today;
  const { users, repeated } = await readStatements(step, rows, state, firstList);
  const undecided = undecidedIn(users.values());
  const counts = { users: users.size, assignments: countHeld(users.values()) };
  const settle = (current: UserAssignments, { stated }: StatedUser) => {
    const holdings = settleHoldings(current.holdings, stated, day);
    return holdings && { ...current, holdings };
  };
  const store = (entries: readonly StatedUser[]) =>
    storeAssignments(step.licensing, step.job.customerId, entries, settle);

  let batch: StatedUser[] = [];
  for await (const change of changes(step, users, day)) {
    batch.push(change);
    if (batch.length < BATCH_SIZE) continue;
    await step.requireCurrent();
    await storeAll(batch, store);
    batch = [];
    if (step.timeIsUp()) return undefined;
  }
  await step.requireCurrent();
  await storeAll(batch, store);
  Object.assign(step.found.counts, counts);
  if (repeated > 0)
    addWarning(
      step.found,
      'duplicate_user',
      'Users appear in more than one row; what their rows list was put together.',
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

/** Users of whom the file says something new: first those stored already, in their order, then the others. Empties `users`. */
async function* changes(
  { licensing, job }: ImportStep,
  users: StatedUsers['users'],
  day: number,
): AsyncGenerator<StatedUser> {
  for await (const { userId, holdings } of readAssignments(licensing, job.customerId)) {
    const stated = users.has(userId) ? users.get(userId) : HOLDS_NOTHING;
    users.delete(userId);
    if (stated && settleHoldings(holdings, stated, day)) yield { userId, stated };
  }
  for (const [userId, stated] of users) if (stated && stated.held.length > 0) yield { userId, stated };
}

const readStatements = async (
  { file }: ImportStep,
  rows: RowReaders,
  state: ReportState,
  firstList: boolean,
): Promise<StatedUsers> => {
  const seen = new Map<string, StatedHoldings>();
  const intern = ({ since, ...stated }: StatedHoldings): StatedHoldings => {
    // Only a customer's first list is taken to know what was before it.
    const value = firstList ? { ...stated, since } : stated;
    const key = JSON.stringify(value);
    const known = seen.get(key) ?? value;
    seen.set(key, known);
    return known;
  };
  const stated: StatedUsers = { users: new Map(), repeated: 0 };
  for await (const records of csvBatches(await readUpload(file, state.rowsAt.byte), state.rowsAt, BATCH_SIZE))
    for (const record of records) addStatement(stated, record, rows, state, intern);
  return stated;
};
