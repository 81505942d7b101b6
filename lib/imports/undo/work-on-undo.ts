import type { Table } from '../../storage/table.ts';
import { KINDS_BY_NAME } from '../formats/kinds/kinds.ts';
import { failUndo } from '../job/end-import.ts';
import type { ImportUndo } from '../job/import-job.ts';
import { changeUndo, type ImportJobStores, readImport } from '../job/import-job-table.ts';
import { judgeUndo } from './judge-undo.ts';
import { keptIn } from './kept-bucket.ts';
import { readLastApplied } from './last-applied.ts';
import { putBackSeats } from './put-back-seats.ts';
import { putBackSellerList } from './put-back-seller-list.ts';
import { putBackUsers } from './put-back-users.ts';
import { type UndoOutcome, UndoRefused, type UndoStep, UndoSuperseded } from './undo-step.ts';

/** What undos are worked on with: tables, and the bucket of uploads. */
interface UndoWorkStores extends ImportJobStores {
  readonly bucket: string;
}

/** One delivery of an undo's message. */
interface UndoDelivery extends Pick<UndoStep, 'now' | 'timeIsUp'> {
  readonly importId: string;
  /** Tells the time at which the undo ends. */
  readonly clock: () => Date;
}

/**
 * Does one step of the undo of an import, from where it stands, and stores how far it came. What it puts back is the same
 * however often it is done, and by whom at once. Returns when it is to go on; `undefined` when this delivery leaves nothing
 * to do. Throws what the queue is to try again.
 */
export const workOnUndo = async (
  stores: UndoWorkStores,
  delivery: UndoDelivery,
): Promise<{ readonly delaySeconds: number } | undefined> => {
  const { jobs } = stores;
  const { importId, clock } = delivery;
  const job = await readImport(jobs, importId, delivery.now);
  if (job?.customerId === undefined || job.undo?.status !== 'running') return undefined;
  try {
    const outcome = await runStep(stores, delivery, { ...job, customerId: job.customerId, undo: job.undo });
    if (outcome.kind === 'paused') {
      const { after, delaySeconds } = outcome;
      const progressedAt = clock().toISOString();
      await changeRunning(jobs, importId, (undo) => ({
        ...undo,
        progressedAt,
        ...(after === undefined ? {} : { after }),
      }));
      return { delaySeconds };
    }
    await changeRunning(jobs, importId, (undo) => ({ ...undo, status: 'done', finishedAt: clock().toISOString() }));
    return undefined;
  } catch (error) {
    if (error instanceof UndoSuperseded) return undefined;
    if (!(error instanceof UndoRefused)) throw error;
    await failUndo(stores, importId, error, clock());
    return undefined;
  }
};

const runStep = async (
  { jobs, licensing, bucket }: UndoWorkStores,
  { now, timeIsUp }: UndoDelivery,
  job: UndoStep['job'],
): Promise<UndoOutcome> => {
  const step: UndoStep = {
    job,
    licensing,
    now,
    timeIsUp,
    kept: keptIn(bucket, job),
    begin: () => begin(jobs, licensing, job),
    requireCurrent: async () => {
      const current = await readImport(jobs, job.importId, now);
      if (current?.undo?.status !== 'running') throw new UndoSuperseded('The import was undone already');
    },
  };
  const { form } = KINDS_BY_NAME[job.kind];
  if (form === 'seatTotals') return putBackSeats(step);
  if (form === 'sellerList' || form === 'soldFile') return putBackSellerList(step);
  return putBackUsers(step, form === 'seatFile' ? (job.listed ?? []) : undefined);
};

/** Judged as of when the undo was asked for: how long it waited in its queue is not held against it. */
const begin = async (jobs: Table, licensing: Table, job: UndoStep['job']): Promise<boolean> => {
  const { undo, importId } = job;
  const last = await readLastApplied(licensing, job);
  const verdict = judgeUndo(job, last, new Date(undo.requestedAt));
  if (!verdict.can) throw new UndoRefused(verdict.code, verdict.message);
  if (!undo.begun) await changeRunning(jobs, importId, (current) => ({ ...current, begun: true }));
  return last?.made?.importId === importId;
};

const changeRunning = (jobs: Table, importId: string, change: (undo: ImportUndo) => ImportUndo): Promise<boolean> =>
  changeUndo(jobs, importId, (current) => (current?.status === 'running' ? change(current) : undefined));
