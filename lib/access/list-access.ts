import { batchGet } from '../storage/batch-get.ts';
import { listDirectory } from '../storage/directory.ts';
import type { Table } from '../storage/table.ts';
import { type AccessRecord, accessRecord } from './access-record.ts';
import { accessKey } from './read-access.ts';

/** Where the directory lists access records, by subject; `listEarlierAccess` enters those that were written before it did. */
export const ACCESS_SHARD = 'access';

/** Those of a page of the access records that still are, in the order of their subjects, and where the next page starts. */
export const listAccess = async (
  licensing: Table,
  limit: number,
  after?: string,
): Promise<{ readonly records: readonly AccessRecord[]; readonly next: string | undefined }> => {
  const { ids, next } = await listDirectory(licensing, ACCESS_SHARD, accessKey, { limit, after });
  const items = await batchGet(licensing, ids.map(accessKey));
  const found = new Map(items.map((item) => accessRecord.parse(item)).map((one) => [one.subject, one]));
  return { records: ids.flatMap((subject) => found.get(subject) ?? []), next };
};
