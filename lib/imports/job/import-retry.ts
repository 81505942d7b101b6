import { type Retry, retryOf } from '../../jobs/retry.ts';
import type { ImportJob } from './import-job.ts';

/** What an import that is being read waits for at `now`, if it does not come further. */
export const retryOfImport = ({ status, progressedAt }: ImportJob, now: Date): Retry | undefined =>
  status === 'running' ? retryOf(progressedAt, now) : undefined;

/** What the undo of an import waits for at `now`, if it does not come further. */
export const retryOfUndo = ({ undo }: ImportJob, now: Date): Retry | undefined =>
  undo?.status === 'running' ? retryOf(undo.progressedAt ?? undo.requestedAt, now) : undefined;
