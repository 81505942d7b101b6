import type * as z from 'zod';
import type { ImportJob } from '../../lib/imports/job/import-job.ts';
import type { UndoVerdict } from '../../lib/imports/undo/judge-undo.ts';
import type { importProgress } from './request.ts';

/** The import as the API tells of it. While an undo is under way or done, there is none to ask for. */
export const showImport = (job: ImportJob, verdict: UndoVerdict): z.input<typeof importProgress> => {
  const { importId: id, kind, customerId, status, progress, found, createdAt, finishedAt, undo } = job;
  const can = verdict.can && undo?.status !== 'running';
  return {
    id,
    kind,
    ...(customerId === undefined ? {} : { customerId }),
    status,
    progress,
    ...found,
    createdAt,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    canUndo: can,
    ...(can ? { undoUntil: verdict.until, putsBack: verdict.counts } : {}),
    ...(undo ? { undo: shownUndo(undo) } : {}),
  };
};

const shownUndo = ({ status, requestedAt, finishedAt, reason }: NonNullable<ImportJob['undo']>) => ({
  status,
  requestedAt,
  ...(finishedAt === undefined ? {} : { finishedAt }),
  ...(reason ? { reason } : {}),
});
