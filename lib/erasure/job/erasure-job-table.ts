import { deleteItem } from '../../storage/delete-item.ts';
import { changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { type ErasureJob, erasureJob, storedErasure } from './erasure-job.ts';

export const ERASURE_PREFIX = 'erasure#';
const itemOf = (jobs: Table, erasureId: string) => ({
  table: jobs,
  key: { job: `${ERASURE_PREFIX}${erasureId}`, item: 'job' },
  schema: storedErasure,
});

/** The erasure, read consistently, or `undefined`. */
export const readErasure = async (jobs: Table, erasureId: string): Promise<ErasureJob | undefined> =>
  (await readRevised({ ...itemOf(jobs, erasureId), schema: erasureJob }))?.value;

/**
 * Creates or changes an erasure; `change` makes it of what is stored, or answers `undefined` to leave that. Returns
 * whether it was changed. Throws ContendedError.
 */
export const changeErasure = (
  jobs: Table,
  erasureId: string,
  change: (stored: ErasureJob | undefined) => ErasureJob | undefined,
): Promise<boolean> =>
  changeUnderRevision(itemOf(jobs, erasureId), (stored) => {
    const next = change(stored && erasureJob.parse(stored));
    return next && storedErasure.parse(next);
  });

/**
 * Stores where an erasure stands after a step, where nobody finished a step since `before` was read: a step done twice
 * counts once. Returns whether it was stored.
 */
export const checkpointErasure = (jobs: Table, before: ErasureJob, after: ErasureJob): Promise<boolean> =>
  changeErasure(jobs, before.erasureId, (stored) =>
    stored?.step === before.step ? { ...after, step: before.step + 1 } : undefined,
  );

/** Removes an erasure, with its receipt. */
export const dropErasure = (jobs: Table, erasureId: string): Promise<boolean> =>
  deleteItem(jobs, itemOf(jobs, erasureId).key);
