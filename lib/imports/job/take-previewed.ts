import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem } from '../../problem/problem.ts';
import { requireBothScopes } from './accept-import.ts';
import { type ImportJob, isFinished } from './import-job.ts';
import { createImport, type ImportJobStores, readImport } from './import-job-table.ts';
import { requireImport } from './require-import.ts';
import { idOfTakingAgain, takenAgain } from './take-again.ts';

/** What a file may be allowed beside what its import was. */
interface Allowances {
  readonly allowShrink?: boolean | undefined;
  readonly allowOtherTenant?: boolean | undefined;
}

/**
 * Has the file of an import taken that was only shown as it would be, or was refused: as the request of that one had it, of
 * the same day, and allowed more where that is said. Returns the import that does so, the same one when the same
 * is asked for again. Throws the problem that stands against it.
 */
export const takePreviewed = async (
  stores: ImportJobStores & { readonly queueUrl: string },
  caller: Caller,
  importId: string,
  { allowShrink = false, allowOtherTenant = false }: Allowances,
  now: Date,
): Promise<ImportJob> => {
  requireBothScopes(caller);
  const job = await requireImport(stores, caller, importId, now);
  if (!isFinished(job)) throw notFinished(job);
  if (!job.preview && job.status !== 'failed') throw takenAlready(job);
  const allowed = {
    allowShrink: job.allowShrink || allowShrink,
    allowOtherTenant: job.allowOtherTenant || allowOtherTenant,
  };
  // What it changes is recorded as done by who has it taken now.
  const by = job.requestedBy === undefined ? {} : { requestedBy: caller.subject };
  const id = idOfTakingAgain(job, ['take', JSON.stringify(allowed)]);
  await createImport(stores.jobs, { ...takenAgain(job, id, now), ...allowed, ...by });
  const taken = await readImport(stores.jobs, id, now);
  if (!taken) throw new Error(`Import ${id} was stored, and is not there`);
  // Sent again as long as nobody has begun it: the first message may have been lost with whoever was to send it.
  if (taken.status === 'waiting') await sendMessages(stores.queueUrl, [{ importId: id }]);
  return taken;
};

const takenAlready = ({ importId }: ImportJob): Problem =>
  new Problem(
    409,
    'taken_already',
    `The file of the import "${importId}" was taken: it was neither refused nor asked for with "preview".`,
  );

const notFinished = ({ importId }: ImportJob): Problem =>
  new Problem(
    409,
    'import_not_finished',
    `The file of the import "${importId}" is not read yet. Wait until it is: GET /v1/imports/${importId} tells how it stands.`,
  );
