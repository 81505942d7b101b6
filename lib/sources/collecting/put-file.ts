import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { traitsOf } from '../../imports/formats/kinds/kinds.ts';
import { newImport } from '../../imports/job/import-job.ts';
import { createImport } from '../../imports/job/import-job-table.ts';
import { uploadKey } from '../../imports/job/import-message.ts';
import { s3Client } from '../../storage/object-store.ts';
import type { Table } from '../../storage/table.ts';
import type { FetchItem } from '../collector.ts';
import type { Collection } from '../store/collection.ts';

/** Where files become imports. */
export interface FileStores {
  readonly jobs: Table;
  readonly bucket: string;
  readonly largestBytes: number;
}

/** Thrown for a file that does not end where files may. */
export class FileTooLarge extends Error {}

/** Parts under way at once: each is held in memory whole (5 MB, the least that S3 takes). */
const PARTS_AT_ONCE = 2;

/** The id of the import of an item: the same as often as it is fetched for one collection. */
export const importIdOf = (
  { customerId, portfolio, name, collectionId }: Pick<Collection, 'customerId' | 'portfolio' | 'name' | 'collectionId'>,
  itemId: string,
): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify([customerId, portfolio, name, collectionId, itemId]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** Whether the whole file of an import lies where imports find it: what is fetched twice is stored once. */
export const isPut = async (bucket: string, importId: string): Promise<boolean> => {
  try {
    await s3Client().send(new HeadObjectCommand({ Bucket: bucket, Key: uploadKey(importId) }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
};

async function* bounded(content: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > most) throw new FileTooLarge(`The file has more than ${most.toLocaleString('en')} bytes.`);
    yield chunk;
  }
}

/**
 * Makes an import of an item and streams its file to where S3 tells the importer of it, holding a few parts at a time. It is
 * there whole or not at all; `signal` breaks it off. Throws FileTooLarge, and what `content` throws.
 */
export const putFile = async (
  { jobs, bucket, largestBytes }: FileStores,
  collection: Collection,
  { id, kind, day }: FetchItem,
  content: AsyncIterable<Uint8Array>,
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<void> => {
  const importId = importIdOf(collection, id);
  const { portfolio } = collection;
  const customerId = traitsOf(kind).namesCustomers ? undefined : collection.customerId;
  const request = { importId, kind, portfolio, customerId, day, createdAt: now.toISOString() };
  await createImport(jobs, newImport({ ...request, replaceIdentityMode: false }));
  signal.throwIfAborted();
  const upload = new Upload({
    client: s3Client(),
    params: { Bucket: bucket, Key: uploadKey(importId), Body: Readable.from(bounded(content, largestBytes)) },
    queueSize: PARTS_AT_ONCE,
  });
  const stop = () => void upload.abort();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await upload.done();
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
