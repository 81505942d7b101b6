import { storeActivity } from '../../activity/activity-table.ts';
import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { storeAll } from '../../storage/store-all.ts';
import { formatDay, parseDay } from '../../time/day.ts';
import { requireUsableReport } from '../formats/check-report.ts';
import type { CsvRecord } from '../formats/csv-records.ts';
import { addWarning } from '../formats/findings.ts';
import { traitsOf } from '../formats/kinds/kinds.ts';
import type { NamedReader } from '../formats/report-row.ts';
import { MOST_DOMAINS, modeOf, progressOf, type ReportState } from '../formats/report-state.ts';
import type { TenantSigns } from '../formats/tenant-signs.ts';
import type { ImportStep } from './import-step.ts';
import { readRows } from './read-rows.ts';
import { activityOf } from './report-users.ts';

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
  if (!(await workThrough(step, state, checkAll))) return false;
  requireUsableReport(state, step.found);
  warnOfDay(step, state);
  Object.assign(state, { phase: 'activity', at: state.rowsAt });
  return true;
};

/** Stores the rows' activity from where the state stands. Returns false when time is up before the end. */
export const storeRowsActivity = async (
  step: ImportStep,
  state: ReportState,
  reader: NamedReader,
): Promise<boolean> => {
  const { requireCurrent, activity, job } = step;
  return workThrough(step, state, async (records) => {
    await requireCurrent();
    await storeAll(activityOf(records, reader, state, job.customerId), (entries) => storeActivity(activity, entries));
  });
};

/** Works through the rows from where the state stands, moving it on. Returns false when time is up before the end. */
const workThrough = async (
  step: ImportStep,
  state: ReportState,
  work: (records: readonly CsvRecord[]) => Promise<void> | void,
): Promise<boolean> => {
  for await (const records of await readRows(step, state.at)) {
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

/**
 * What a report's workloads are covered by: only each user's last activity, as of its day. Its dates tell how far back it
 * was asked about: one that reaches over the window speaks for all of it, one of a single day (`date=`) for that day.
 */
export const coverageOf = ({ workloads }: NamedReader, state: ReportState) => {
  const day = dayOfReport(state);
  const oldest = formatDay(Math.max(state.oldest ?? parseDay(day), parseDay(day) - (WINDOW_DAYS - 1)));
  const each = (value: string) => Object.fromEntries(workloads.map((workload) => [workload, value]));
  return { activity: each(day), heardFrom: each(oldest), lastActivity: each(day), identityMode: modeOf(state) };
};
