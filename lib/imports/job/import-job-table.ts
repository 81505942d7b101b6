import { type JobPage, listJobs } from '../../jobs/list-jobs.ts';
import { forgottenBefore, isForgotten, jobExpiry } from '../../jobs/retention.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import { type BeforeChange, changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { type ImportJob, type ImportUndo, importJob, isFinished } from './import-job.ts';

/** Where imports are kept, and the customers that they are of. */
export interface ImportJobStores {
  readonly jobs: Table;
  readonly licensing: Table;
}

const PREFIX = 'import#';
const key = (importId: string) => ({ job: `${PREFIX}${importId}`, item: 'job' });

const stored = importJob.transform((job) => ({ ...job, expiresAt: jobExpiry(job.createdAt) }));

/** Stores a new import, unless there is one of that id. */
export const createImport = async (jobs: Table, job: ImportJob): Promise<void> => {
  await changeUnderRevision({ table: jobs, key: key(job.importId), schema: stored }, (current) =>
    current ? undefined : stored.parse(job),
  );
};

/** The import, read consistently; `undefined` when there is none or its time is over. */
export const readImport = async (jobs: Table, importId: string, now: Date): Promise<ImportJob | undefined> => {
  const found = await readRevised({ table: jobs, key: key(importId), schema: importJob });
  return found && !isForgotten(found.value.createdAt, now) ? found.value : undefined;
};

/** The import that an item of the table of jobs is; `undefined` for any other item. */
export const importIn = (item: Readonly<Record<string, unknown>>): ImportJob | undefined =>
  String(item.job).startsWith(PREFIX) ? importJob.parse(item) : undefined;

/**
 * Changes an import past its own steps: `change` makes it of what is stored, or answers `undefined` to leave it. Returns
 * whether it was changed. Throws ContendedError.
 */
export const changeImport = (
  jobs: Table,
  importId: string,
  change: (job: ImportJob) => ImportJob | undefined,
): Promise<boolean> =>
  changeUnderRevision({ table: jobs, key: key(importId), schema: stored }, (current) => {
    const next = current && change(importJob.parse(current));
    return next && stored.parse(next);
  });

/** Removes an import, whatever became of it. Returns whether there was one. */
export const eraseImport = (jobs: Table, importId: string): Promise<boolean> => deleteItem(jobs, key(importId));

/** A portfolio's imports, newest first, at most `limit`; `cursor` is where the next page goes on if there may be one. */
export const listImports = async (
  jobs: Table,
  portfolio: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
  now: Date,
): Promise<{ imports: ImportJob[] } & Pick<JobPage, 'cursor'>> => {
  const { items, ...more } = await listJobs(jobs, { portfolio, prefix: PREFIX, after: forgottenBefore(now) }, page);
  return { imports: items.map((item) => importJob.parse(item)), ...more };
};

/**
 * Stores where an import stands after a step. What was found and how far it came are one item, replaced whole, and only
 * where nobody finished a step since `before` was read: a step done twice counts once. Returns whether it was stored.
 */
export const checkpoint = (jobs: Table, before: ImportJob, after: ImportJob): Promise<boolean> =>
  changeUnderRevision({ table: jobs, key: key(before.importId), schema: stored }, (current) =>
    current && current.step === before.step && !isFinished(current)
      ? stored.parse({ ...after, underway: undefined })
      : undefined,
  );

/** Shows how far the step that started from `before` has come by an instant, unless somebody has finished it. */
export const showUnderway = async (
  jobs: Table,
  before: ImportJob,
  underway: NonNullable<ImportJob['underway']>,
  at: Date,
): Promise<void> => {
  await changeUnderRevision({ table: jobs, key: key(before.importId), schema: stored }, (current) =>
    current && current.step === before.step && !isFinished(current)
      ? stored.parse({ ...current, underway, progressedAt: at.toISOString() })
      : undefined,
  );
};

/**
 * Changes how the undo of an import stands: `change` makes it of what is stored, or answers `undefined` to leave it.
 * `beforeChange` is waited for before it is written. Returns whether it was changed.
 */
export const changeUndo = (
  jobs: Table,
  importId: string,
  change: (undo: ImportUndo | undefined) => ImportUndo | undefined,
  beforeChange: BeforeChange<ImportUndo> = async () => {},
): Promise<boolean> =>
  changeUnderRevision(
    { table: jobs, key: key(importId), schema: stored },
    (current) => {
      const undo = current && change(current.undo);
      return undo && stored.parse({ ...current, undo });
    },
    (before, after) => beforeChange(before?.undo, after?.undo),
  );
