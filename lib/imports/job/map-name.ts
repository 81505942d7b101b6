import type { Caller } from '../../access/caller.ts';
import { recordChange, trailOf } from '../../audit/record.ts';
import { addAlias } from '../../catalogue/change/put-entries.ts';
import { foldName } from '../../catalogue/names/fold-name.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem } from '../../problem/problem.ts';
import { type ImportJob, isFinished } from './import-job.ts';
import { createImport, type ImportJobStores, readImport } from './import-job-table.ts';
import { requireImport } from './require-import.ts';
import { idOfTakingAgain, takenAgain } from './take-again.ts';

/** A name that a file has for a product, and the product's id. */
interface Mapping {
  readonly name: string;
  readonly sku: string;
}

/**
 * Makes a name that an import could not name an alias of a product, and has its file taken again. Returns the import that
 * does so: the same one when the same is asked for again, unless it failed, and then another. Throws the problem that
 * stands against it, and ContendedError; asked for again, what was done is found done.
 */
export const mapName = async (
  stores: ImportJobStores & { readonly queueUrl: string },
  caller: Caller,
  importId: string,
  mapping: Mapping,
  now: Date,
): Promise<ImportJob> => {
  const job = await requireImport(stores, caller, importId, now);
  requireNotCounted(job, mapping.name);
  const trail = trailOf(stores.jobs, { caller, now });
  await recordChange(trail, { action: 'import.map-name', target: importId }, (beforeChange) =>
    addAlias(stores.licensing, { sku: mapping.sku, alias: mapping.name }, beforeChange),
  );
  const again = await takeAgain(stores, job, mapping, now);
  // Sent again as long as nobody has begun it: the first message may have been lost with whoever was to send it.
  if (again.status === 'waiting') await sendMessages(stores.queueUrl, [{ importId: again.importId }]);
  return again;
};

const requireNotCounted = (job: ImportJob, name: string): void => {
  if (!isFinished(job))
    throw new Problem(
      409,
      'import_not_finished',
      `The import "${job.importId}" is not finished. Wait until it is: GET /v1/imports/${job.importId} tells how it stands.`,
    );
  const { seatsNotCounted = [] } = job.found;
  if (seatsNotCounted.some((one) => foldName(one.name) === foldName(name))) return;
  throw new Problem(
    400,
    'unknown_name',
    `"${name}" is none of the names in "seatsNotCounted" of the import "${job.importId}". Take one of these; any other is given to a product as an alias by PUT /v1/products/{sku}.`,
  );
};

const takeAgain = async (
  stores: Pick<ImportJobStores, 'jobs'>,
  job: ImportJob,
  { name, sku }: Mapping,
  now: Date,
): Promise<ImportJob> => {
  const id = idOfTakingAgain(job, [foldName(name), sku]);
  await createImport(stores.jobs, takenAgain(job, id, now));
  const again = await readImport(stores.jobs, id, now);
  if (!again) throw new Error(`Import ${id} was stored, and is not there`);
  return again.status === 'failed' ? takeAgain(stores, again, { name, sku }, now) : again;
};
