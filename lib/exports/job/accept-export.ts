import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem } from '../../problem/problem.ts';
import { countAgainstLimit } from '../../settings/count-against-limit.ts';
import { readSettings } from '../../settings/settings-table.ts';
import { type ExportJob, type ExportMessage, isSameRequest } from './export-job.ts';
import { createExport, readExport } from './export-job-table.ts';
import { exportIdFor, type NewExportStores, newExport, type WantedExport } from './new-export.ts';

/** Where exports are asked for. */
export interface ExportRequestStores extends NewExportStores {
  /** The address of the queue of exports. */
  readonly queueUrl: string;
}

/**
 * Stores an export and has it made, or returns the one that the same caller has asked for by the same key. Throws the Problem that
 * stands against it; what `newExport` says, that the partner's limit is reached, or that the key belongs to another request.
 */
export const acceptExport = async (
  { queueUrl, ...stores }: ExportRequestStores,
  caller: Caller,
  wanted: WantedExport,
  { idempotencyKey, now }: { readonly idempotencyKey: string | undefined; readonly now: Date },
): Promise<ExportJob> => {
  const { jobs } = stores;
  const exportId = exportIdFor(caller, idempotencyKey);
  const { recommendationLinks: links } = await readSettings(stores.licensing);
  const fresh = await newExport(stores, caller, wanted, { exportId, now, links });
  // What is asked for again by its key was counted when it was asked for first.
  if (idempotencyKey === undefined || !(await readExport(jobs, exportId, now))) {
    const counted = { jobs, licensing: stores.licensing };
    await countAgainstLimit(counted, caller, { limit: 'exportsPerHour' }, now);
    await countAgainstLimit(counted, caller, { limit: 'mailsPerDay', amount: fresh.recipients.length }, now);
  }
  const job = (await createExport(jobs, fresh)) ?? fresh;
  if (!isSameRequest(job, fresh))
    throw new Problem(
      409,
      'idempotency_key_reused',
      'This Idempotency-Key belongs to another export. Take a new key for a new request.',
    );
  // Sent after the job is stored, and again when the request is repeated: who crashes in between loses nothing.
  if (job.status === 'queued')
    await sendMessages(queueUrl, [{ exportId, restarts: 0, mailings: 0 } satisfies ExportMessage]);
  return job;
};
