import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import { accessKey } from './read-access.ts';

/** Deletes the access record of a subject that is no more; one that has none stays without. */
export const removeAccess = async (licensing: Table, subject: string): Promise<void> => {
  await licensing.client.send(new DeleteCommand({ TableName: licensing.name, Key: accessKey(subject) }));
};
