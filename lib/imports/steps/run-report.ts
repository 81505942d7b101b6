import { productNames } from '../../catalogue/names/product-names.ts';
import { endTurn, TURN_SECONDS, takeTurn } from '../../licensing/assignment-list-table.ts';
import { advanceCoverage, readCoverage } from '../../licensing/coverage-table.ts';
import { readSeatTotals } from '../../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../licensing/subscriptions-table.ts';
import { checkRow, tallyRow } from '../formats/check-report.ts';
import { addWarning, olderThanStored } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { checkProducts, type RowReaders } from '../formats/products/check-products.ts';
import { productReader, soldNamesakes } from '../formats/products/product-choice.ts';
import { READERS } from '../formats/readers/readers.ts';
import { modeOf, namedRows, type ReportState } from '../formats/report-state.ts';
import type { StatedUsers } from '../formats/stated-holdings.ts';
import { requireUsers } from '../formats/stated-users.ts';
import { tellUnnamed, unnamedOfUsers } from '../formats/unnamed.ts';
import { type Applied, applyStatements, beginOfAll } from './apply-statements.ts';
import { type ImportStep, keepingOf, type StepOutcome } from './import-step.ts';
import { judgeReport } from './judge-list.ts';
import { decidesAllBut } from './list-scope.ts';
import { openReport } from './open-report.ts';
import { readStatements } from './read-statements.ts';
import { checkRows, coverageOf, dayOfReport, progressOfReport, signsOf, storeRowsActivity } from './report-steps.ts';
import { requireSameMode } from './same-mode.ts';
import { requireSameTenant } from './same-tenant.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

const paused = (step: ImportStep, report: ReportState, delaySeconds = 0): StepOutcome => ({
  kind: 'paused',
  report,
  progress: progressOfReport(step, report),
  delaySeconds,
});

/**
 * A step of the import of a report on all users and their products: checks the whole file, then stores activity, then
 * assignments, then how far both are known. Nothing is stored before the whole file was found good, and compared with
 * what is stored. Throws FileRefused.
 */
export const runReport = async (step: ImportStep, { kind }: KindOf<'userReport'>): Promise<StepOutcome> => {
  const names = productNames(step.catalogue);
  const { state, reader } = await openReport(step, READERS[kind], async () => {
    const subscriptions = await readSubscriptions(step.licensing, step.job.customerId);
    return soldNamesakes(names, subscriptions, await readSeatTotals(step.licensing, step.job.customerId));
  });
  const rows: RowReaders = { reader, readProducts: productReader(names, state.soldNamesakes) };
  if (state.phase === 'check') {
    const checked = await checkRows(step, state, (record) => {
      const row = checkRow(record, reader, state, step.found);
      if (!row) return;
      checkProducts(record, row, rows, step.found);
      tallyRow(row, state);
      requireUsers(namedRows(state));
    });
    if (!checked) return paused(step, state);
  }

  const day = dayOfReport(state);
  const turn = await takeTurn(step.licensing, step.job.customerId, { ...step.job, day }, step.now);
  if (turn.kind === 'busy') return paused(step, state, TURN_SECONDS);
  if (turn.kind === 'older' && turn.sameKind) throw olderThanStored(day, turn.newerDay);
  await requireSameMode(step, modeOf(state));
  const isFirst = turn.kind === 'taken' && turn.firstList;
  let stated: Promise<StatedUsers> | undefined;
  const read = () => (stated ??= readNamed(step, rows, state, isFirst));
  if (state.phase === 'activity' && state.verdict === undefined) {
    await requireSameTenant(step, signsOf(state));
    const list = { day: state.day ?? state.today, mode: modeOf(state), read };
    if (turn.kind === 'taken' && state.tally) state.verdict = await judgeReport(step, list, state.tally);
  }

  if (state.phase === 'activity') {
    if (!(await storeRowsActivity(step, state, reader))) return paused(step, state);
    Object.assign(state, { phase: 'assignments', at: state.rowsAt });
    if (step.timeIsUp()) return paused(step, state);
  }
  if (turn.kind === 'older') return finishWithoutList(step, rows, state, turn.newerDay);
  if (state.verdict === 'activity') return finishWithActivity(step, rows, state);
  const applied = await applyStatements(step, await read(), {
    day: state.day ?? state.today,
    decides: decidesAllBut(await readCoverage(step.licensing, step.job.customerId), modeOf(state)),
    begin: beginOfAll(step),
  });
  return applied ? finish(step, rows, state, applied) : paused(step, state);
};

/** What the file says of its users' products; what of these the catalogue does not know is told among the findings. */
const readNamed = async (...of: Parameters<typeof readStatements>): Promise<StatedUsers> => {
  const [step] = of;
  const stated = await readStatements(...of);
  tellUnnamed(step.found, unnamedOfUsers(stated.users.values()));
  return stated;
};

const finish = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
  { undecided, replaced }: Applied,
): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const day = dayOfReport(state);
  await step.requireCurrent();
  const said = {
    ...coverageOf(reader, state),
    assignments: { from: day, through: day },
    assignmentList: { day, undecided, notCounted: whatIsNotCounted(step, day) },
  };
  await advanceCoverage(licensing, job.customerId, said, keepingOf(step));
  const ended = await endTurn(licensing, job.customerId, job.importId, { ...job, day });
  return ended ? { kind: 'complete', replaced } : paused(step, state, TURN_SECONDS);
};

/** The report does not tell who holds what: that is left as it is, and as it was known. */
const finishWithActivity = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
): Promise<StepOutcome> => {
  const { licensing, job } = step;
  tellUnnamed(step.found, new Map());
  await step.requireCurrent();
  await advanceCoverage(licensing, job.customerId, coverageOf(reader, state));
  const ended = await endTurn(licensing, job.customerId, job.importId);
  return ended ? { kind: 'complete' } : paused(step, state, TURN_SECONDS);
};

/** Another kind of file has told of a later day who holds what. What users did is news all the same. */
const finishWithoutList = async (
  step: ImportStep,
  { reader }: RowReaders,
  state: ReportState,
  newerDay: string,
): Promise<StepOutcome> => {
  await step.requireCurrent();
  await advanceCoverage(step.licensing, step.job.customerId, coverageOf(reader, state));
  addWarning(
    step.found,
    'assignments_not_used',
    `The file is of ${dayOfReport(state)}; who holds what is known of ${newerDay} from a file of another kind, and was left as it is.`,
  );
  return { kind: 'complete' };
};
