import { storeActivity } from '../activity/activity-table.ts';
import { advanceCoverage } from '../licensing/coverage-table.ts';
import { formatDay } from '../time/day.ts';
import { endTurn, TURN_SECONDS, takeTurn } from './assignment-list-table.ts';
import { checkRow, type RowReaders, requireUsableReport } from './check-report.ts';
import { type CsvRecord, csvBatches } from './csv-records.ts';
import { addWarning, olderThanStored } from './findings.ts';
import { BATCH_SIZE, type ImportStep, type StepOutcome, storeAll } from './import-step.ts';
import type { UserReportKind } from './kinds.ts';
import { openReport } from './open-report.ts';
import { modeOf, type ReportState } from './report-state.ts';
import { activityOf } from './report-users.ts';
import { requireSameMode } from './same-mode.ts';
import { settleAssignments } from './settle-assignments.ts';
import type { Settled } from './settle-statements.ts';
import { readUpload } from './uploaded-file.ts';

const paused = (report: ReportState, delaySeconds = 0): StepOutcome => ({ kind: 'paused', report, delaySeconds });

/**
 * A step of the import of a report on users: checks the whole file, then stores activity, then assignments, then how
 * far both are known. Nothing is stored before the whole file was found good. Throws FileRefused.
 */
export const runReport = async (step: ImportStep, kind: UserReportKind): Promise<StepOutcome> => {
  const { state, rows } = await openReport(step, kind);
  if (state.phase === 'check') {
    const { found } = step;
    const read = (records: readonly CsvRecord[]) => {
      for (const record of records) checkRow(record, rows, state, found);
    };
    if (!(await readRows(step, state, read))) return paused(state);
    requireUsableReport(state, found);
    warnOfDay(step, state);
    Object.assign(state, { phase: 'activity', at: state.rowsAt });
  }

  const day = formatDay(state.day ?? state.today); // a checked file has one
  const turn = await takeTurn(step.licensing, step.job.customerId, { ...step.job, day }, step.now);
  if (turn.kind === 'busy') return paused(state, TURN_SECONDS);
  if (turn.kind === 'older' && turn.sameKind) throw olderThanStored(day, turn.newerDay);
  await requireSameMode(step, modeOf(state));

  if (state.phase === 'activity') {
    if (!(await readRows(step, state, (records) => storeUsersActivity(step, records, rows, state))))
      return paused(state);
    Object.assign(state, { phase: 'assignments', at: state.rowsAt });
    if (step.timeIsUp()) return paused(state);
  }
  if (turn.kind === 'older') return finishWithoutList(step, rows, state, day, turn.newerDay);
  const settled = await settleAssignments(step, rows, state, turn.firstList);
  return settled ? finish(step, rows, state, day, settled) : paused(state);
};

/** Works through the rows from where the state stands, moving it on. Returns false when time is up before the end. */
const readRows = async (
  step: ImportStep,
  state: ReportState,
  work: (records: readonly CsvRecord[]) => Promise<void> | void,
): Promise<boolean> => {
  const bytes = await readUpload(step.file, state.at.byte);
  for await (const records of csvBatches(bytes, state.at, BATCH_SIZE)) {
    await work(records);
    state.at = records.at(-1)?.end ?? state.at;
    if (step.timeIsUp() && records.at(-1)?.last === false) return false;
  }
  return true;
};

const storeUsersActivity = async (
  { requireCurrent, activity, job }: ImportStep,
  records: readonly CsvRecord[],
  rows: RowReaders,
  state: ReportState,
): Promise<void> => {
  await requireCurrent();
  await storeAll(activityOf(records, rows, state, job.customerId), (entries) => storeActivity(activity, entries));
};

const finish = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
  day: string,
  { undecided }: Settled,
): Promise<StepOutcome> => {
  const { licensing, job } = step;
  await step.requireCurrent();
  await advanceCoverage(licensing, job.customerId, {
    ...activityCoverage(reader, state, day),
    assignments: { from: day, through: day },
    assignmentList: { day, undecided },
  });
  const ended = await endTurn(licensing, job.customerId, job.importId, { ...job, day });
  return ended ? { kind: 'complete' } : paused(state, TURN_SECONDS);
};

/** Another kind of file has told of a later day who holds what. What users did is news all the same. */
const finishWithoutList = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
  day: string,
  newerDay: string,
): Promise<StepOutcome> => {
  await step.requireCurrent();
  await advanceCoverage(step.licensing, step.job.customerId, activityCoverage(reader, state, day));
  addWarning(
    step.found,
    'assignments_not_used',
    `The file is of ${day}; who holds what is known of ${newerDay} from a file of another kind, and was left as it is.`,
  );
  return { kind: 'complete' };
};

const activityCoverage = ({ workloads }: RowReaders['reader'], state: ReportState, day: string) => {
  const refreshed = Object.fromEntries(workloads.map((workload) => [workload, day]));
  return { activity: refreshed, lastActivity: refreshed, identityMode: modeOf(state) };
};

const warnOfDay = ({ job, found }: ImportStep, state: ReportState): void => {
  const day = formatDay(state.day ?? state.today);
  if (job.day !== undefined && job.day !== day)
    addWarning(
      found,
      'day_not_used',
      `The file says that it is of ${day}; ${job.day}, as the request said, was not used.`,
    );
};
