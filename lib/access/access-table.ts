import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import { type AccessRecord, accessRecord } from './access-record.ts';

/** The key of a subject's access record. */
export const accessKey = (subject: string) => ({ owner: `access#${subject}`, record: 'profile' });

/** The access record of a subject, read consistently, or `undefined`. */
export const readAccess = async (licensing: Table, subject: string): Promise<AccessRecord | undefined> => {
  const answer = await licensing.client.send(
    new GetCommand({ TableName: licensing.name, Key: accessKey(subject), ConsistentRead: true }),
  );
  return answer.Item && accessRecord.parse(answer.Item);
};
