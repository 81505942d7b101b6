import { endTurn } from '../../licensing/assignment-list-table.ts';
import type { FileRefused, Findings } from '../formats/findings.ts';
import { type ImportJob, isFinished, refused } from './import-job.ts';
import { changeUndo, checkpoint, type ImportJobStores, readImport } from './import-job-table.ts';

/** Ends an import for a reason, and its turn to apply a list, unless its step was finished since it was read. */
export const endRefused = async (
  { jobs, licensing }: ImportJobStores,
  job: ImportJob,
  found: Findings,
  reason: Pick<FileRefused, 'code' | 'message' | 'line'>,
  at: Date,
): Promise<void> => {
  const counts = await checkpoint(jobs, job, refused(job, found, reason, at));
  if (counts && job.customerId !== undefined) await endTurn(licensing, job.customerId, job.importId);
};

const GIVEN_UP = {
  code: 'internal_error',
  message: 'Something failed on our side, several times. Import the file again; if that fails too, tell us the id.',
  line: null,
};

/**
 * Ends an import whose message nobody delivers any more, whatever became of the deliveries, with what it had found by
 * then. Done again, it changes nothing.
 */
export const giveUpImport = async (stores: ImportJobStores, importId: string, now: Date): Promise<void> => {
  const job = await readImport(stores.jobs, importId, now);
  if (job && !isFinished(job)) await endRefused(stores, job, job.found, GIVEN_UP, now);
};

const UNDO_GIVEN_UP =
  'Something failed on our side, several times. Undo the import again; if that fails too, tell us its id.';

/** Ends the undo of an import, why by `code` and `message`, unless it has ended. */
export const failUndo = (
  { jobs }: ImportJobStores,
  importId: string,
  { code, message }: { readonly code: string; readonly message: string },
  at: Date,
): Promise<boolean> =>
  changeUndo(jobs, importId, (undo) =>
    undo?.status === 'running'
      ? { ...undo, status: 'failed', finishedAt: at.toISOString(), reason: { code, message } }
      : undefined,
  );

/** Ends an undo whose message nobody delivers any more. */
export const giveUpUndo = async (stores: ImportJobStores, importId: string, now: Date): Promise<void> => {
  await failUndo(stores, importId, { code: 'internal_error', message: UNDO_GIVEN_UP }, now);
};
