import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { jobExpiry } from '../../jobs/retention.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from '../job/export-job.ts';
import { exportPartition } from '../job/export-keys.ts';
import { type ExportAttempt, exportAttempt } from './export-attempt.ts';

const keyOf = (exportId: string, attemptId: string) => ({
  job: exportPartition(exportId),
  item: `attempt#${attemptId}`,
});

/** The attempt as it was left, or `undefined`. */
export const readAttempt = async (
  jobs: Table,
  exportId: string,
  attemptId: string,
): Promise<ExportAttempt | undefined> => {
  const answer = await jobs.client.send(
    new GetCommand({ TableName: jobs.name, Key: keyOf(exportId, attemptId), ConsistentRead: true }),
  );
  return answer.Item && exportAttempt.parse(answer.Item);
};

/**
 * Leaves an attempt to its next step. Returns false when another delivery of the same step was faster: that one
 * goes on. An item holds 400 KB, which is the parts of about 45 GB.
 */
export const pauseAttempt = async (jobs: Table, job: ExportJob, attempt: ExportAttempt): Promise<boolean> => {
  try {
    await jobs.client.send(
      new PutCommand({
        TableName: jobs.name,
        Item: {
          ...attempt,
          step: attempt.step + 1,
          ...keyOf(job.exportId, attempt.attemptId),
          expiresAt: jobExpiry(job.createdAt),
        },
        ConditionExpression: attempt.step === 0 ? 'attribute_not_exists(job)' : 'step = :step',
        ...(attempt.step === 0 ? {} : { ExpressionAttributeValues: { ':step': attempt.step } }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
