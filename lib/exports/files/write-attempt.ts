import { randomUUID } from 'node:crypto';
import type { Table } from '../../storage/table.ts';
import type { ExportFile, ExportJob } from '../job/export-job.ts';
import { publishFiles, showProgress } from '../job/export-job-table.ts';
import { headlineOfCustomer, headlineOfTotals } from '../job/headline.ts';
import { type ExportAttempt, UnresumableError } from './export-attempt.ts';
import { pauseAttempt, readAttempt } from './export-attempt-table.ts';
import { fileName } from './file-name.ts';
import { type NumberedRow, readRows } from './generation-rows.ts';
import { createReports } from './reports.ts';
import { writeReport } from './write-report.ts';

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

/** Goes on writing an export's files until they are published or `timeIsUp` says that the step's time is over. */
export const writeStep = async (
  stores: ExportStores,
  job: ExportJob,
  started: ExportAttempt,
  { now, timeIsUp }: { readonly now: Date; readonly timeIsUp: () => boolean },
): Promise<AttemptOutcome> => {
  let attempt = started;
  let isFinished = false;
  const mayGoOn = async (nextLine: number): Promise<boolean> => {
    isFinished = !(await showProgress(stores.jobs, job.exportId, progressOf(job, attempt, nextLine), now));
    return !isFinished && !timeIsUp();
  };
  if (!(await showProgress(stores.jobs, job.exportId, progressOf(job, attempt, attempt.open?.nextLine ?? 0), now)))
    return 'lost';

  for (const report of job.reports.slice(attempt.files.length)) {
    const key = `exports/${job.exportId}/${attempt.attemptId}/${report}.csv`;
    const rows = readRows(stores.portfoliosBucket, job.generation, attempt.open?.nextLine ?? 0);
    const chosen = chosenRows(rows, job, (row) => {
      attempt = { ...attempt, headline: headlineOfCustomer(row) };
    });
    const target = { bucket: stores.exportsBucket, key };
    const outcome = await writeReport(target, reportsOf(job)[report], chosen, attempt.open, mayGoOn);
    if ('stoppedAt' in outcome) {
      if (isFinished) return 'lost';
      return pause(stores.jobs, job, { ...attempt, open: outcome.stoppedAt });
    }
    attempt = withFile(attempt, { report, name: fileName(job, report), key, ...outcome.written });
    if (attempt.files.length === job.reports.length) break;
    if (!(await mayGoOn(0))) return isFinished ? 'lost' : pause(stores.jobs, job, attempt);
  }
  if (job.customerId !== undefined && !attempt.headline) throw new NoFiguresError(`No figures of ${job.customerId}`);
  const headline = job.customerId === undefined ? headlineOfTotals(job.generation) : attempt.headline;
  const isWinner = await publishFiles(stores.jobs, job.exportId, { ...attempt, headline }, now);
  return isWinner ? 'published' : 'lost';
};

/** The generation shows nothing of the one customer that was asked for. */
export class NoFiguresError extends Error {}

const pause = async (jobs: Table, job: ExportJob, attempt: ExportAttempt): Promise<AttemptOutcome> =>
  (await pauseAttempt(jobs, job, attempt)) ? 'paused' : 'lost';

const withFile = (attempt: ExportAttempt, file: ExportFile): ExportAttempt => ({
  ...attempt,
  open: undefined,
  files: [...attempt.files, file],
});

/** How much of the lines of all files are written. */
const progressOf = ({ generation, reports: all }: ExportJob, { files }: ExportAttempt, nextLine: number): number =>
  Math.min(1, (files.length + nextLine / Math.max(1, generation.totals.customers)) / all.length);

/** All rows, or the one customer's alone, which `seen` is told of. */
async function* chosenRows(
  rows: AsyncIterable<NumberedRow>,
  { customerId }: ExportJob,
  seen: (row: NumberedRow['row']) => void,
): AsyncGenerator<NumberedRow> {
  for await (const numbered of rows) {
    if (customerId === undefined) yield numbered;
    else if (numbered.row.customerId === customerId) {
      seen(numbered.row);
      yield numbered;
      return;
    }
  }
}
