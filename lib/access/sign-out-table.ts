import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { putUnderCondition } from '../storage/conditional-write.ts';
import type { Table } from '../storage/table.ts';

/** The key of a subject's last sign-out in the Jobs table, which forgets it by itself. */
const signOutKey = (subject: string) => ({ job: `sign-out#${subject}`, item: 'last' });

const stored = z.object({ signedOutAt: z.iso.datetime() });

/** When a subject last signed out, read consistently; `undefined` when none of its sessions can be from before that. */
export const readLastSignOut = async (jobs: Table, subject: string): Promise<Date | undefined> => {
  const answer = await jobs.client.send(
    new GetCommand({ TableName: jobs.name, Key: signOutKey(subject), ConsistentRead: true }),
  );
  return answer.Item && new Date(stored.parse(answer.Item).signedOutAt);
};

/**
 * Records that a subject signed out, which is kept until `until`: when every session that it ended would be over anyway.
 * A later sign-out that is there already stays.
 */
export const recordSignOut = async (
  jobs: Table,
  subject: string,
  { at, until }: { readonly at: Date; readonly until: Date },
): Promise<void> => {
  const signedOutAt = at.toISOString();
  const expiresAt = Math.ceil(until.getTime() / 1000);
  await putUnderCondition(
    jobs,
    signOutKey(subject),
    { signedOutAt, expiresAt },
    { expression: 'attribute_not_exists(job) OR signedOutAt < :at', values: { ':at': signedOutAt } },
  );
};
