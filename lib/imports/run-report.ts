import { advanceCoverage } from '../licensing/coverage-table.ts';
import { readSeatTotals } from '../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../licensing/subscriptions-table.ts';
import { endTurn, takeTurn } from './assignment-list-table.ts';
import { checkProducts, type RowReaders } from './check-products.ts';
import { checkRow } from './check-report.ts';
import { FileRefused } from './findings.ts';
import type { ImportStep, StepOutcome } from './import-step.ts';
import type { UserReportKind } from './kinds.ts';
import { openReport } from './open-report.ts';
import { productReader, soldNamesakes } from './product-choice.ts';
import { productNames } from './product-names.ts';
import { progressOf, type ReportState } from './report-state.ts';
import { checkRows, coverageOf, dayOfReport, requireSameMode, storeRowsActivity } from './report-steps.ts';
import { type Settled, settleAssignments } from './settle-assignments.ts';

/** How long an import waits before it looks again whether it is its turn. */
const TURN_SECONDS = 30;

const paused = ({ file }: ImportStep, report: ReportState, delaySeconds = 0): StepOutcome => ({
  kind: 'paused',
  report,
  progress: progressOf(report, file.bytes, true),
  delaySeconds,
});

/**
 * A step of the import of a report on all users and their products: checks the whole file, then stores activity, then
 * assignments, then how far both are known. Nothing is stored before the whole file was found good. Throws FileRefused.
 */
export const runReport = async (step: ImportStep, kind: UserReportKind): Promise<StepOutcome> => {
  const names = productNames(step.catalogue);
  const { state, reader } = await openReport(step, kind.open, async () => {
    const subscriptions = await readSubscriptions(step.licensing, step.job.customerId);
    return soldNamesakes(names, subscriptions, await readSeatTotals(step.licensing, step.job.customerId));
  });
  const rows: RowReaders = { reader, readProducts: productReader(names, state.soldNamesakes) };
  if (state.phase === 'check') {
    const checked = await checkRows(step, state, (record) => {
      const row = checkRow(record, reader, state, step.found);
      if (row) checkProducts(record, row, rows, step.found);
    });
    if (!checked) return paused(step, state);
  }

  const day = dayOfReport(state);
  const turn = await takeTurn(step.licensing, step.job.customerId, { importId: step.job.importId, day }, step.now);
  if (turn.kind === 'busy') return paused(step, state, TURN_SECONDS);
  if (turn.kind === 'older') throw olderThanStored(day, turn.newerDay);
  await requireSameMode(step, state);

  if (state.phase === 'activity') {
    if (!(await storeRowsActivity(step, state, reader))) return paused(step, state);
    Object.assign(state, { phase: 'assignments', at: state.rowsAt });
    if (step.timeIsUp()) return paused(step, state);
  }
  const settled = await settleAssignments(step, rows, state, turn.firstList);
  return settled ? finish(step, rows, state, settled) : paused(step, state);
};

const finish = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
  { undecided }: Settled,
): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const day = dayOfReport(state);
  await step.requireCurrent();
  await advanceCoverage(licensing, job.customerId, {
    ...coverageOf(reader, state),
    assignments: { from: day, through: day },
    assignmentList: { day, undecided },
  });
  const ended = await endTurn(licensing, job.customerId, job.importId, day);
  return ended ? { kind: 'complete' } : paused(step, state, TURN_SECONDS);
};

const olderThanStored = (day: string, newerDay: string): FileRefused =>
  new FileRefused(
    'older_than_stored',
    `The file is of ${day}, but one of ${newerDay} is already stored. Nothing was stored.`,
  );
