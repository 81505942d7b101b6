import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { jobExpiry } from '../../jobs/retention.ts';
import { absent, putUnderCondition } from '../../storage/conditional-write.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from '../job/export-job.ts';
import { requirePartition } from '../job/export-keys.ts';
import { type ExportAttempt, exportAttempt } from './export-attempt.ts';

const keyOf = (exportId: string, attemptId: string) => ({
  job: requirePartition(exportId),
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
  const key = keyOf(job.exportId, attempt.attemptId);
  const left = { ...attempt, step: attempt.step + 1, expiresAt: jobExpiry(job.createdAt) };
  const before = attempt.step === 0 ? absent(key) : { expression: 'step = :step', values: { ':step': attempt.step } };
  return (await putUnderCondition(jobs, key, left, before)) === undefined;
};
