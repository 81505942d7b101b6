import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isForgotten, jobExpiry } from '../../jobs/retention.ts';
import { absent, putUnderCondition, updateUnderCondition } from '../../storage/conditional-write.ts';
import type { Table } from '../../storage/table.ts';
import { type ExportFailure, type ExportFile, type ExportJob, exportJob } from './export-job.ts';
import { exportPartition, requirePartition } from './export-keys.ts';
import type { Headline } from './headline.ts';

const ITEM = 'job';

const keyOf = (exportId: string) => {
  const job = exportPartition(exportId);
  return job === undefined ? undefined : { job, item: ITEM };
};

const requireKey = (exportId: string) => ({ job: requirePartition(exportId), item: ITEM });

/** Stores a new export. Returns the one that already has its id, or `undefined` when there was none. */
export const createExport = async (jobs: Table, job: ExportJob): Promise<ExportJob | undefined> => {
  const key = requireKey(job.exportId);
  const refused = await putUnderCondition(jobs, key, { ...job, expiresAt: jobExpiry(job.createdAt) }, absent(key));
  return refused && exportJob.parse(refused.item);
};

/** The export, read consistently; `undefined` when there is none or its time is over. */
export const readExport = async (jobs: Table, exportId: string, now: Date): Promise<ExportJob | undefined> => {
  const Key = keyOf(exportId);
  if (!Key) return undefined;
  const found = await readStored(jobs, Key);
  return found && !isForgotten(found.createdAt, now) ? found : undefined;
};

const readStored = async (jobs: Table, Key: { job: string; item: string }): Promise<ExportJob | undefined> => {
  const answer = await jobs.client.send(new GetCommand({ TableName: jobs.name, Key, ConsistentRead: true }));
  return answer.Item && exportJob.parse(answer.Item);
};

const UNFINISHED = '#status IN (:queued, :running)';
const unfinished = { ':queued': 'queued', ':running': 'running' };

/**
 * Shows an export as running and how far it has come; an attempt that is behind another one shows nothing.
 * Returns false once the export is complete or failed: there is nothing left to do for the attempt.
 */
export const showProgress = async (jobs: Table, exportId: string, progress: number, now: Date): Promise<boolean> => {
  const before = await change(jobs, exportId, {
    set: ['#status = :running', 'progress = :progress', 'progressedAt = :now'],
    condition: `${UNFINISHED} AND progress <= :progress`,
    values: { ...unfinished, ':progress': progress, ':now': now.toISOString() },
  });
  return before === undefined || isUnfinished(before);
};

/** Publishes an attempt's files, unless another attempt came first or the export has failed. Returns whether these are the files. */
export const publishFiles = async (
  jobs: Table,
  exportId: string,
  { attemptId, files, headline }: { attemptId: string; files: readonly ExportFile[]; headline: Headline | undefined },
  now: Date,
): Promise<boolean> => {
  const before = await change(jobs, exportId, {
    set: [
      '#status = :complete',
      'progress = :all',
      'progressedAt = :now',
      'attemptId = :attempt',
      'files = :files',
      'headline = :headline',
    ],
    condition: UNFINISHED,
    values: {
      ...unfinished,
      ':complete': 'complete',
      ':all': 1,
      ':now': now.toISOString(),
      ':attempt': attemptId,
      ':files': files,
      ':headline': headline,
    },
  });
  // Two deliveries of one attempt's last step write the same files.
  return before === undefined || before.attemptId === attemptId;
};

/** Ends an export that has come to nothing, unless it is already complete or failed. */
export const failExport = async (jobs: Table, exportId: string, failure: ExportFailure, now: Date): Promise<void> => {
  await change(jobs, exportId, {
    set: ['#status = :failed', 'failure = :failure', 'progressedAt = :now'],
    condition: UNFINISHED,
    values: { ...unfinished, ':failed': 'failed', ':failure': failure, ':now': now.toISOString() },
  });
};

/** Adds to those whom a complete export is mailed to. Returns false when it is not complete. */
export const addRecipients = async (
  jobs: Table,
  exportId: string,
  added: NonNullable<ExportJob['sentLater']>,
): Promise<boolean> => {
  const before = await change(jobs, exportId, {
    set: ['sentLater = list_append(if_not_exists(sentLater, :none), :added)'],
    condition: '#status = :complete',
    values: { ':complete': 'complete' satisfies ExportJob['status'], ':none': [], ':added': added },
  });
  return before === undefined;
};

const isUnfinished = ({ status }: ExportJob): boolean => status === 'queued' || status === 'running';

/** Changes an export on a condition. Returns `undefined`, or the export as it stands when the condition does not hold. */
const change = async (
  jobs: Table,
  exportId: string,
  { set, condition, values }: { set: readonly string[]; condition: string; values: Record<string, unknown> },
): Promise<ExportJob | undefined> => {
  const names = { '#status': 'status' };
  const refused = await updateUnderCondition(
    jobs,
    requireKey(exportId),
    { set },
    { expression: condition, names, values },
  );
  if (!refused) return undefined;
  if (!refused.item) throw new Error(`The export ${exportId} is gone from the table`);
  return exportJob.parse(refused.item);
};
