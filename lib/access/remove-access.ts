import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import type { AccessRecord } from './access-record.ts';
import { accessKey, readAccess } from './read-access.ts';

/**
 * Deletes the access record of a subject that is no more. `beforeChange` is waited for before it is deleted. Returns
 * whether there was one.
 */
export const removeAccess = async (
  licensing: Table,
  subject: string,
  beforeChange: BeforeChange<AccessRecord> = async () => {},
): Promise<boolean> => {
  const before = await readAccess(licensing, subject);
  if (!before) return false;
  await beforeChange(before, undefined);
  await licensing.client.send(new DeleteCommand({ TableName: licensing.name, Key: accessKey(subject) }));
  return true;
};
