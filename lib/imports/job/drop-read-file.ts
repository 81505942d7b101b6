import { deleteObject } from '../../storage/object-store.ts';
import type { Table } from '../../storage/table.ts';
import { isFinished } from './import-job.ts';
import { readImport } from './import-job-table.ts';
import { uploadKey } from './import-message.ts';

/**
 * Deletes the file of an import that has ended, or is not known any more, and leaves that of any other. What is uploaded
 * by its form after that brings a message too, upon which it is deleted as well.
 */
export const dropReadFile = async (jobs: Table, bucket: string, importId: string, now: Date): Promise<void> => {
  const job = await readImport(jobs, importId, now);
  if (job && !isFinished(job)) return;
  for (const id of new Set([importId, job?.fileOf?.importId ?? importId])) await deleteObject(bucket, uploadKey(id));
};
