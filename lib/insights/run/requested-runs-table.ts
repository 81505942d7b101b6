import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { putUnderCondition } from '../../storage/conditional-write.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import type { Table } from '../../storage/table.ts';

/** A run that is asked for by hand: over all of a portfolio's customers, or over one. */
export interface RequestedRun {
  readonly portfolio: string;
  readonly customerId?: string | undefined;
  /** ISO instant. */
  readonly requestedAt: string;
}

const stored = z.object({ requestedAt: z.iso.datetime() });

/** Long after the message of a run was worked on, or given up. */
const KEPT_SECONDS = 86_400;

const PREFIX = 'recalculation#';

const keyOf = ({ portfolio, customerId }: Omit<RequestedRun, 'requestedAt'>) => ({
  job: `${PREFIX}${portfolio}`,
  item: customerId === undefined ? 'all' : `customer#${customerId}`,
});

/** Notes that a run was asked for, once its message is sent: earlier messages of the same may leave the work to it. */
export const noteRequestedRun = async (jobs: Table, run: RequestedRun): Promise<void> => {
  const { requestedAt, customerId } = run;
  const expiresAt = Math.floor(Date.parse(requestedAt) / 1000) + KEPT_SECONDS;
  await putUnderCondition(
    jobs,
    keyOf(run),
    { requestedAt, expiresAt, ...(customerId === undefined ? {} : { customerId }) },
    {
      expression: 'attribute_not_exists(job) OR requestedAt < :requestedAt',
      values: { ':requestedAt': requestedAt },
    },
  );
};

/** Whether the same was asked for again after a run was: what comes of that answers both. */
export const isRequestedAgain = async (jobs: Table, run: RequestedRun): Promise<boolean> => {
  const get = new GetCommand({ TableName: jobs.name, Key: keyOf(run), ConsistentRead: true });
  const { Item } = await jobs.client.send(get);
  return Item !== undefined && stored.parse(Item).requestedAt > run.requestedAt;
};

/** Forgets a stored item of the table where it is of runs over one customer. Returns whether it is. */
export const dropRequestedRun = async (jobs: Table, item: Readonly<Record<string, unknown>>): Promise<boolean> => {
  const { job, customerId } = item;
  if (typeof job !== 'string' || !job.startsWith(PREFIX) || typeof customerId !== 'string') return false;
  await deleteItem(jobs, keyOf({ portfolio: job.slice(PREFIX.length), customerId }));
  return true;
};
