import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import type { AccessRecord } from './access-record.ts';
import { ACCESS_SHARD } from './list-access.ts';
import { accessKey, readAccess } from './read-access.ts';

/**
 * Creates or replaces an access record: says what somebody may do. Stands apart from the reading, so that a test can
 * hold who reaches it. `beforeChange` is waited for before it is written.
 */
export const replaceAccess = async (
  licensing: Table,
  record: AccessRecord,
  beforeChange: BeforeChange<AccessRecord> = async () => {},
): Promise<void> => {
  const { subject } = record;
  await beforeChange(await readAccess(licensing, subject), record);
  const Item = { ...record, shard: ACCESS_SHARD, listed: subject, ...accessKey(subject) };
  await licensing.client.send(new PutCommand({ TableName: licensing.name, Item }));
};
