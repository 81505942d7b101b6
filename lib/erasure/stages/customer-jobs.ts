import { forgetCustomer } from '../../audit/audit-table.ts';
import { EXPORT_PREFIX } from '../../exports/job/export-keys.ts';
import { eraseImport, importIn } from '../../imports/job/import-job-table.ts';
import { uploadKey } from '../../imports/job/import-message.ts';
import { dropRequestedRun } from '../../insights/run/requested-runs-table.ts';
import { collection } from '../../sources/store/collection.ts';
import { collectionIn, dropCollection } from '../../sources/store/collection-table.ts';
import { erasureJob } from '../job/erasure-job.ts';
import { dropErasure, ERASURE_PREFIX } from '../job/erasure-job-table.ts';
import { dropReceipt, listReceipts, placeOfReceipt, readReceipt } from '../job/receipt-bucket.ts';
import { eraseExport } from './erase-export.ts';
import { eraseFewObjects } from './erase-objects.ts';
import { scanJobs } from './scan-jobs.ts';
import type { Stage, StageWork } from './stage.ts';

type Item = Readonly<Record<string, unknown>>;

/**
 * Deletes the customer's imports with their files, the exports that name it with theirs, the erasures of its users, and
 * what is known of recalculations of it; the audit says no longer whom it was about.
 * Exports of portfolios that hold it without naming it first are found by their files.
 */
export const eraseJobs: Stage = async function* (work, after) {
  for await (const page of scanJobs(work.stores.jobs, after)) {
    const removed = { imports: 0, uploads: 0, exports: 0 };
    for (const item of page.items) await eraseJob(work, item, removed);
    yield { after: page.after, removed };
  }
};

const eraseJob = async (
  { stores, job: { customerId } }: StageWork,
  item: Item,
  removed: { imports: number; uploads: number; exports: number },
): Promise<void> => {
  if (await forgetCustomer(stores.jobs, item, customerId)) return;
  if (!names(item, customerId)) return;
  const partition = String(item.job);
  const imported = importIn(item);
  if (imported) {
    removed.uploads += await eraseFewObjects(stores.uploads, uploadKey(imported.importId));
    if (await eraseImport(stores.jobs, imported.importId)) removed.imports += 1;
  } else if (partition.startsWith(EXPORT_PREFIX)) {
    await eraseExport(stores, partition.slice(EXPORT_PREFIX.length));
    if (item.item === 'job') removed.exports += 1;
  } else if (partition.startsWith(ERASURE_PREFIX)) {
    const { erasureId, userHash } = erasureJob.parse(item);
    if (userHash !== undefined) await dropErasure(stores.jobs, erasureId);
  } else if (collectionIn(item)) await dropCollection(stores.jobs, collection.parse(item));
  else await dropRequestedRun(stores.jobs, item);
};

/** Whether a customer is named anywhere in a value: by its id, under the name that ids of customers have everywhere. */
export const names = (value: unknown, customerId: string): boolean =>
  JSON.stringify(value).includes(`"customerId":${JSON.stringify(customerId)}`);

/** Deletes the receipts of erasures of the customer's users: that of its own stands for them. */
export const eraseReceipts: Stage = async function* ({ stores: { uploads }, job: { customerId } }, after) {
  for await (const key of listReceipts(uploads, after)) {
    const receipt = await readReceipt(uploads, key);
    if (receipt?.customerId === customerId && receipt.userHash !== undefined) await dropReceipt(uploads, key);
    yield { after: placeOfReceipt(key) };
  }
};
