import { sendMessages } from '../../jobs/queue.ts';
import type { Table } from '../../storage/table.ts';
import { begunAgain, type ErasureJob, isEnded } from './erasure-job.ts';
import { changeErasure } from './erasure-job-table.ts';
import { listReceipts, readReceipt } from './receipt-bucket.ts';

/** Where erasures are applied again: the table of jobs, their queue, and the bucket that holds the receipts. */
export interface ReplayStores {
  readonly jobs: Table;
  readonly queueUrl: string;
  readonly bucket: string;
}

/**
 * Has all erasures that were done after `restoredTo` (ISO instant) done again, for tables that were restored to that moment
 * and hold again what was erased since. Returns how many. Called again, those under way go on; what is erased already stays so.
 */
export const replayErasures = async (
  { jobs, queueUrl, bucket }: ReplayStores,
  restoredTo: string,
  now: Date,
): Promise<number> => {
  const byId = new Map<string, ErasureJob>();
  for await (const key of listReceipts(bucket, restoredTo)) {
    const receipt = await readReceipt(bucket, key);
    if (receipt) byId.set(receipt.erasureId, receipt);
  }
  for (const [erasureId, receipt] of byId)
    await changeErasure(jobs, erasureId, (stored) =>
      stored && !isEnded(stored) ? undefined : begunAgain(stored ?? receipt, now),
    );
  await sendMessages(
    queueUrl,
    [...byId.keys()].map((erasureId) => ({ erasureId })),
  );
  return byId.size;
};
