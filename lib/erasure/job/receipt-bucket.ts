import { deleteObject, getObject, listKeys, putObject } from '../../storage/object-store.ts';
import { type ErasureJob, erasureJob } from './erasure-job.ts';

/*
 * What is done is written down in the bucket of uploads too, by when it was done: a table that is restored to an earlier
 * moment has lost the receipts since, and by these they are applied again.
 */
const PREFIX = 'erasures/';

/** Writes down an erasure that is done, once more the same. */
export const keepReceipt = (bucket: string, job: ErasureJob & { readonly finishedAt: string }): Promise<void> =>
  putObject(
    bucket,
    `${PREFIX}${job.finishedAt}/${job.erasureId}.json`,
    Buffer.from(JSON.stringify(job)),
    'application/json',
  );

/**
 * The keys of the receipts of erasures that were done after an ISO instant, or after the place of a receipt (of all when
 * left out), in that order.
 */
export const listReceipts = (bucket: string, after?: string): AsyncGenerator<string> =>
  listKeys(bucket, PREFIX, after === undefined ? undefined : `${PREFIX}${after}`);

/** The place of a receipt in the order in which erasures were done, by its key. */
export const placeOfReceipt = (key: string): string => key.slice(PREFIX.length);

/** The erasure of a receipt's key; `undefined` when it is gone meanwhile. */
export const readReceipt = async (bucket: string, key: string): Promise<ErasureJob | undefined> => {
  const bytes = await getObject(bucket, key);
  return bytes && erasureJob.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
};

/** Removes a receipt. */
export const dropReceipt = (bucket: string, key: string): Promise<void> => deleteObject(bucket, key);
