import type * as z from 'zod';
import { reply } from '../../lib/http/respond.ts';
import type { ImportJob } from '../../lib/imports/job/import-job.ts';
import { retryOfImport, retryOfUndo } from '../../lib/imports/job/import-retry.ts';
import type { UndoVerdict } from '../../lib/imports/undo/judge-undo.ts';
import type { importProgress } from './request.ts';

/** The import as the API tells of it at `now`. While an undo is under way or done, there is none to ask for. */
export const showImport = (job: ImportJob, verdict: UndoVerdict, now: Date): z.input<typeof importProgress> => {
  const {
    importId: id,
    kind,
    customerId,
    status,
    progress,
    found,
    createdAt,
    finishedAt,
    undo,
    preset,
    previewed,
  } = job;
  const [retry, undoRetry] = [retryOfImport(job, now), retryOfUndo(job, now)];
  const can = verdict.can && undo?.status !== 'running';
  return {
    id,
    kind,
    ...(customerId === undefined ? {} : { customerId }),
    status,
    progress,
    ...found,
    ...(preset === undefined ? {} : { preset }),
    ...(previewed ? { previewed } : {}),
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(retry ? { retry } : {}),
    canUndo: can,
    ...(can ? { undoUntil: verdict.until, putsBack: verdict.counts } : {}),
    ...(undo ? { undo: { ...shownUndo(undo), ...(undoRetry ? { retry: undoRetry } : {}) } } : {}),
  };
};

/** The answer with an import that takes a file again. */
export const replyTakenAgain = ({ importId: id, status }: ImportJob) =>
  reply(202, { id, status }, { location: `/v1/imports/${id}` });

/** The import as a list shows it. */
export const summarizeImport = ({ importId: id, kind, customerId, status, progress, found, ...job }: ImportJob) => ({
  id,
  kind,
  ...(customerId === undefined ? {} : { customerId }),
  status,
  progress,
  rows: found.rows,
  errorCount: found.errorCount,
  createdAt: job.createdAt,
  ...(job.finishedAt === undefined ? {} : { finishedAt: job.finishedAt }),
});

const shownUndo = ({ status, requestedAt, finishedAt, reason }: NonNullable<ImportJob['undo']>) => ({
  status,
  requestedAt,
  ...(finishedAt === undefined ? {} : { finishedAt }),
  ...(reason ? { reason } : {}),
});
