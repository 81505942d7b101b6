import { advanceCoverage } from '../../licensing/coverage-table.ts';
import { checkRow } from '../formats/check-report.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { modeOf, type ReportState } from '../formats/report-state.ts';
import type { ImportStep, StepOutcome } from './import-step.ts';
import { openReport } from './open-report.ts';
import { checkRows, coverageOf, progressOfReport, signsOf, storeRowsActivity } from './report-steps.ts';
import { requireSameMode } from './same-mode.ts';
import { requireSameTenant } from './same-tenant.ts';

const paused = (step: ImportStep, report: ReportState): StepOutcome => ({
  kind: 'paused',
  report,
  progress: progressOfReport(step, report),
  delaySeconds: 0,
});

/**
 * A step of the import of a report on what users did, which says nothing of who holds what: checks the whole file, then
 * stores activity and how far it is known. Activity only ever gains days, so that a file older than another is taken
 * too: it may tell of days that the newer one hides. Throws FileRefused.
 */
export const runActivityReport = async (step: ImportStep, { kind }: KindOf<'activityReport'>): Promise<StepOutcome> => {
  const { state, reader } = await openReport(step, READERS[kind]);
  if (state.phase === 'check') {
    const checked = await checkRows(step, state, (record) => checkRow(record, reader, state, step.found));
    if (!checked) return paused(step, state);
    step.found.counts.users = state.modes[modeOf(state)];
    await requireSameTenant(step, signsOf(state));
  }
  await requireSameMode(step, modeOf(state));
  if (!(await storeRowsActivity(step, state, reader))) return paused(step, state);
  await step.requireCurrent();
  await requireSameMode(step, modeOf(state)); // another import may have decided meanwhile how users go by
  await advanceCoverage(step.licensing, step.job.customerId, coverageOf(reader, state));
  return { kind: 'complete' };
};
