import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import type { AccessRecord } from './access-record.ts';
import { accessKey } from './access-table.ts';

/**
 * Creates or replaces an access record: says what somebody may do. Stands apart from the reading, so that a test can
 * hold who reaches it.
 */
export const replaceAccess = async (licensing: Table, record: AccessRecord): Promise<void> => {
  await licensing.client.send(
    new PutCommand({ TableName: licensing.name, Item: { ...record, ...accessKey(record.subject) } }),
  );
};
