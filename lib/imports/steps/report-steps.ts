import { storeActivity } from '../../activity/activity-table.ts';
import { formatDay } from '../../time/day.ts';
import { requireUsableReport } from '../formats/check-report.ts';
import { type CsvRecord, csvBatches } from '../formats/csv-records.ts';
import { addWarning } from '../formats/findings.ts';
import { traitsOf } from '../formats/kinds/kinds.ts';
import type { ReportReader } from '../formats/report-row.ts';
import { MOST_DOMAINS, modeOf, progressOf, type ReportState } from '../formats/report-state.ts';
import type { TenantSigns } from '../formats/tenant-signs.ts';
import { BATCH_SIZE, type ImportStep, storeAll } from './import-step.ts';
import { activityOf } from './report-users.ts';
import { readUpload } from './uploaded-file.ts';

/** The day that a checked report speaks of, `YYYY-MM-DD`. */
export const dayOfReport = ({ day, today }: ReportState): string => formatDay(day ?? today);

/**
 * Checks the rows by `check` from where the state stands, and at the end that the whole file can be taken; the state is
 * then at its activity. Returns false when time is up before that. Throws FileRefused.
 */
export const checkRows = async (
  step: ImportStep,
  state: ReportState,
  check: (record: CsvRecord) => void,
): Promise<boolean> => {
  const checkAll = (records: readonly CsvRecord[]) => {
    for (const record of records) check(record);
  };
  if (!(await readRows(step, state, checkAll))) return false;
  requireUsableReport(state, step.found);
  warnOfDay(step, state);
  Object.assign(state, { phase: 'activity', at: state.rowsAt });
  return true;
};

/** Stores the rows' activity from where the state stands. Returns false when time is up before the end. */
export const storeRowsActivity = async (
  step: ImportStep,
  state: ReportState,
  reader: ReportReader,
): Promise<boolean> => {
  const { requireCurrent, activity, job } = step;
  return readRows(step, state, async (records) => {
    await requireCurrent();
    await storeAll(activityOf(records, reader, state, job.customerId), (entries) => storeActivity(activity, entries));
  });
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
    await step.reportProgress(progressOfReport(step, state));
    if (step.timeIsUp() && records.at(-1)?.last === false) return false;
  }
  return true;
};

/** How far the import of a report is, from 0 to 1. */
export const progressOfReport = ({ job, file }: ImportStep, state: ReportState): number =>
  progressOf(state, file.bytes, traitsOf(job.kind).tellsHoldings);

const warnOfDay = ({ job, found }: ImportStep, state: ReportState): void => {
  const day = dayOfReport(state);
  if (job.day !== undefined && job.day !== day)
    addWarning(
      found,
      'day_not_used',
      `The file says that it is of ${day}; ${job.day}, as the request said, was not used.`,
    );
};

/** What tells whose users a checked report names; nothing where they are too many to tell. */
export const signsOf = ({ domains = [] }: ReportState): TenantSigns => ({
  domains: new Set(domains.length < MOST_DOMAINS ? domains : []),
  tenantIds: new Set(),
});

/** What a report's workloads are covered by: only each user's last activity, as of its day. */
export const coverageOf = ({ workloads }: ReportReader, state: ReportState) => {
  const refreshed = Object.fromEntries(workloads.map((workload) => [workload, dayOfReport(state)]));
  return { activity: refreshed, lastActivity: refreshed, identityMode: modeOf(state) };
};
