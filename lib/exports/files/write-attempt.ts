import { randomUUID } from 'node:crypto';
import type { Table } from '../../storage/table.ts';
import type { ExportFile, ExportJob, ExportReport } from '../job/export-job.ts';
import { publishFiles, showProgress } from '../job/export-job-table.ts';
import { headlineOfCustomer, headlineOfTotals } from '../job/headline.ts';
import { type ExportAttempt, UnresumableError } from './export-attempt.ts';
import { pauseAttempt, readAttempt } from './export-attempt-table.ts';
import { fileName } from './file-name.ts';
import { type NumberedRow, type RowsFrom, readRows } from './generation-rows.ts';
import { openReportFile, type ReportFile } from './report-file.ts';
import { createReports } from './reports.ts';

/** Where an export is read from and written to. */
export interface ExportStores {
  readonly jobs: Table;
  readonly portfoliosBucket: string;
  readonly exportsBucket: string;
}

/**
 * What a step came to. `published`: its files are the export's. `paused`: it goes on in a new message.
 * `lost`: another attempt or delivery is ahead and sees to the rest.
 */
export type AttemptOutcome = 'published' | 'paused' | 'lost';

/** The export's reports by name, with the links as they were when it was asked for: each attempt writes the same. */
const reportsOf = ({ links = {} }: ExportJob) => createReports(links);

const columnsOf = (job: ExportJob): string => {
  const reports = reportsOf(job);
  return job.reports.map((report) => reports[report].columns.join()).join(';');
};

/** Begins a new attempt at an export. */
export const beginAttempt = (job: ExportJob): ExportAttempt => ({
  attemptId: randomUUID(),
  step: 0,
  columns: columnsOf(job),
  files: [],
});

/** The attempt as it was paused. Throws UnresumableError when it cannot go on. */
export const resumeAttempt = async (
  { jobs }: Pick<ExportStores, 'jobs'>,
  job: ExportJob,
  attemptId: string,
): Promise<ExportAttempt> => {
  const attempt = await readAttempt(jobs, job.exportId, attemptId);
  if (attempt?.columns === columnsOf(job)) return attempt;
  throw new UnresumableError(attempt ? 'The attempt has other columns' : 'The attempt is not stored');
};

/**
 * Goes on writing an export's files until they are published or `timeIsUp` says that the step's time is over. All files are
 * written in one pass over the generation's rows, each from where its own parts end: what is not in a part yet is made anew.
 */
export const writeStep = async (
  stores: ExportStores,
  job: ExportJob,
  started: ExportAttempt,
  { now, timeIsUp }: { readonly now: Date; readonly timeIsUp: () => boolean },
): Promise<AttemptOutcome> => {
  const written = positionsOf(job, started);
  const files = await openFiles(stores, job, started, written);
  const reached = Math.max(0, ...Object.values(written).map(({ nextLine }) => nextLine));
  if (!(await showProgress(stores.jobs, job.exportId, progressOf(job, started, reached), now))) return 'lost';

  let { headline } = started;
  for await (const row of chosenRows(readRows(stores.portfoliosBucket, job.generation, firstOf(files)), job)) {
    if (job.customerId !== undefined) headline = headlineOfCustomer(row.row);
    const full = files.filter(({ file }) => file.add(row));
    if (full.length === 0) continue;
    for (const { file } of full) await file.flush(row);
    if (!(await showProgress(stores.jobs, job.exportId, progressOf(job, started, row.line + 1), now))) return 'lost';
    if (timeIsUp()) return pause(stores.jobs, job, leftAt(started, files, headline));
  }
  if (job.customerId === undefined) headline = headlineOfTotals(job.generation);
  if (!headline) throw new NoFiguresError(`No figures of ${job.customerId}`);
  const finished = { attemptId: started.attemptId, headline, files: await finish(job, started, files) };
  const isWinner = await publishFiles(stores.jobs, job.exportId, finished, now);
  return isWinner ? 'published' : 'lost';
};

interface OpenFile {
  readonly report: ExportReport;
  readonly key: string;
  readonly file: ReportFile;
}

type Positions = NonNullable<ExportAttempt['written']>;

/** How far each file has come, also where an earlier release left it, which wrote one after the other. */
const positionsOf = ({ reports }: ExportJob, { files, open, written = {} }: ExportAttempt): Positions => {
  const report = reports[files.length];
  return open && report ? { [report]: open } : written;
};

const openFiles = (
  { exportsBucket: bucket }: ExportStores,
  job: ExportJob,
  { attemptId, files }: ExportAttempt,
  written: Positions,
): Promise<OpenFile[]> => {
  const reports = reportsOf(job);
  return Promise.all(
    job.reports.slice(files.length).map(async (report) => {
      const key = `exports/${job.exportId}/${attemptId}/${report}.csv`;
      return { report, key, file: await openReportFile({ bucket, key }, reports[report], written[report]) };
    }),
  );
};

/** The first row that any of the files lacks. */
const firstOf = (files: readonly OpenFile[]): RowsFrom =>
  files
    .map(({ file }) => file.position())
    .map((position): RowsFrom => ({ line: position?.nextLine ?? 0, member: position?.member }))
    .reduce((first, one) => (one.line < first.line ? one : first));

/** The attempt as its next step goes on with it. */
const leftAt = (
  { open: _open, ...attempt }: ExportAttempt,
  files: readonly OpenFile[],
  headline: ExportAttempt['headline'],
): ExportAttempt => {
  const positions = files.flatMap(({ report, file }) => {
    const position = file.position();
    return position ? [[report, position] as const] : [];
  });
  return { ...attempt, ...(headline ? { headline } : {}), written: Object.fromEntries(positions) };
};

/** Ends all files and tells of them. They are made whole last and together: an upload that is closed cannot be resumed. */
const finish = async (job: ExportJob, { files: before }: ExportAttempt, files: readonly OpenFile[]) => {
  for (const { file } of files) await file.uploadRest();
  const finished: ExportFile[] = [...before];
  for (const { report, key, file } of files)
    finished.push({ report, name: fileName(job, report), key, ...(await file.complete()) });
  return finished;
};

/** The generation shows nothing of the one customer that was asked for. */
export class NoFiguresError extends Error {}

const pause = async (jobs: Table, job: ExportJob, attempt: ExportAttempt): Promise<AttemptOutcome> =>
  (await pauseAttempt(jobs, job, attempt)) ? 'paused' : 'lost';

/** How much of the lines of all files are written, up to a line. */
const progressOf = ({ generation, reports }: ExportJob, { files }: ExportAttempt, nextLine: number): number => {
  const share = Math.min(1, nextLine / Math.max(1, generation.totals.customers));
  return Math.min(1, (files.length + (reports.length - files.length) * share) / reports.length);
};

/** All rows, or the one customer's alone. */
async function* chosenRows(rows: AsyncIterable<NumberedRow>, { customerId }: ExportJob): AsyncGenerator<NumberedRow> {
  for await (const numbered of rows) {
    if (customerId === undefined) yield numbered;
    else if (numbered.row.customerId === customerId) {
      yield numbered;
      return;
    }
  }
}
