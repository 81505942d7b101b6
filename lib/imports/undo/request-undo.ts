import type { Caller } from '../../access/caller.ts';
import { recordChange, trailOf } from '../../audit/record.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem } from '../../problem/problem.ts';
import { requireBothScopes } from '../job/accept-import.ts';
import type { ImportJob, ImportUndo } from '../job/import-job.ts';
import { changeUndo, type ImportJobStores } from '../job/import-job-table.ts';
import { requireImport } from '../job/require-import.ts';
import { judgeUndo, type UndoVerdict } from './judge-undo.ts';
import { readLastApplied } from './last-applied.ts';

/** Where an undo is asked for: the tables, and the queue that imports are worked on from. */
export interface UndoStores extends ImportJobStores {
  readonly queueUrl: string;
}

/** Whether an import can be undone at `now`. */
export const canUndo = async (
  { licensing }: Pick<ImportJobStores, 'licensing'>,
  job: ImportJob,
  now: Date,
): Promise<UndoVerdict> => judgeUndo(job, await readLastApplied(licensing, job), now);

/**
 * Asks for an import to be undone, by a caller who could hand it in. Asked again, it answers the same; an undo that did
 * not come to its end goes on. Returns the import. Throws the Problem that stands against it.
 */
export const requestUndo = async (
  { queueUrl, ...stores }: UndoStores,
  caller: Caller,
  importId: string,
  now: Date,
): Promise<ImportJob> => {
  requireBothScopes(caller);
  const job = await requireImport(stores, caller, importId, now);
  if (job.undo?.status === 'done') return job;
  if (job.undo?.status !== 'running') {
    const verdict = await canUndo(stores, job, now);
    if (!verdict.can) throw new Problem(409, verdict.code, verdict.message);
    const trail = trailOf(stores.jobs, { caller, now });
    await recordChange(trail, { action: 'import.undo', target: importId }, (beforeChange) =>
      changeUndo(
        stores.jobs,
        importId,
        (current) => startOf(current, now),
        (before, after) => beforeChange(before && inAudit(before), after && inAudit(after)),
      ),
    );
  }
  // Also of one under way: its message may have been lost.
  await sendMessages(queueUrl, [{ importId, undo: true }]);
  return requireImport(stores, caller, importId, now);
};

/** What is recorded of an undo: how far it came would name a user. */
const inAudit = ({ status, requestedAt }: ImportUndo) => ({ status, requestedAt });

const startOf = (current: ImportUndo | undefined, now: Date): ImportUndo | undefined => {
  if (current && current.status !== 'failed') return undefined;
  // One that had begun goes on where it broke off.
  const { requestedAt = now.toISOString(), after } = current?.begun ? current : {};
  return { status: 'running', requestedAt, begun: current?.begun ?? false, ...(after === undefined ? {} : { after }) };
};
