import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import { type AccessRecord, accessRecord } from './access-record.ts';

const keyOf = (subject: string) => ({ owner: `access#${subject}`, record: 'profile' });

/** The access record of a subject, read consistently, or `undefined`. */
export const readAccess = async (licensing: Table, subject: string): Promise<AccessRecord | undefined> => {
  const answer = await licensing.client.send(
    new GetCommand({ TableName: licensing.name, Key: keyOf(subject), ConsistentRead: true }),
  );
  return answer.Item && accessRecord.parse(answer.Item);
};

/** Creates or replaces an access record. */
export const replaceAccess = async (licensing: Table, record: AccessRecord): Promise<void> => {
  await licensing.client.send(
    new PutCommand({ TableName: licensing.name, Item: { ...record, ...keyOf(record.subject) } }),
  );
};
