import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jobExpiry } from '../../jobs/retention.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from '../job/export-job.ts';
import { exportPartition } from '../job/export-keys.ts';
import { type ExportMail, exportMail, type MailStatus } from '../job/export-mail.ts';

const MAIL = 'mail#';

const keyOf = (exportId: string, recipient: string) => ({
  job: exportPartition(exportId),
  item: `${MAIL}${recipient}`,
});

/** The mails of an export that somebody has set out to send, read consistently. */
export const readMails = async (jobs: Table, exportId: string): Promise<ExportMail[]> => {
  const mails: ExportMail[] = [];
  for await (const item of queryItems(jobs, {
    KeyConditionExpression: 'job = :job AND begins_with(#item, :mail)',
    ExpressionAttributeNames: { '#item': 'item' },
    ExpressionAttributeValues: { ':job': exportPartition(exportId), ':mail': MAIL },
    ConsistentRead: true,
  }))
    mails.push(exportMail.parse(item));
  return mails;
};

/** Claims the one sending of a recipient's mail. Returns the claimed mail, or `undefined` when somebody else has. */
export const claimMail = async (
  jobs: Table,
  job: ExportJob,
  { recipient, links }: Pick<ExportMail, 'recipient' | 'links'>,
  now: Date,
): Promise<ExportMail | undefined> => {
  const mail: ExportMail = {
    recipient,
    status: 'sending',
    claim: randomUUID(),
    claimedAt: now.toISOString(),
    links,
  };
  const done = await unlessRefused(
    jobs.client.send(
      new PutCommand({
        TableName: jobs.name,
        Item: { ...mail, ...keyOf(job.exportId, recipient), expiresAt: jobExpiry(job.createdAt) },
        ConditionExpression: 'attribute_not_exists(job) OR #status = :pending',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':pending': 'pending' satisfies MailStatus },
      }),
    ),
  );
  return done ? mail : undefined;
};

/** Writes down what became of a claimed mail, for whoever still holds the claim. */
export const recordMailStatus = async (
  jobs: Table,
  exportId: string,
  { recipient, claim }: Pick<ExportMail, 'recipient' | 'claim'>,
  status: Exclude<MailStatus, 'sending' | 'bounced' | 'complained'>,
  reason?: string,
): Promise<void> => {
  await unlessRefused(
    jobs.client.send(
      new UpdateCommand({
        TableName: jobs.name,
        Key: keyOf(exportId, recipient),
        UpdateExpression:
          reason === undefined ? 'SET #status = :status REMOVE reason' : 'SET #status = :status, reason = :reason',
        // A delivery that takes the claim for abandoned must not overwrite what its holder has found out meanwhile, and
        // nobody what the recipient's side has: a mail may come back before it is written down that it was sent.
        ConditionExpression:
          status === 'unconfirmed'
            ? 'claim = :claim AND #status = :sending'
            : 'claim = :claim AND NOT #status IN (:bounced, :complained)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':claim': claim,
          ':status': status,
          ...(reason === undefined ? {} : { ':reason': reason }),
          ...(status === 'unconfirmed' ? { ':sending': 'sending' satisfies MailStatus } : RETURNED),
        },
      }),
    ),
  );
};

const RETURNED = { ':bounced': 'bounced', ':complained': 'complained' } satisfies Record<string, MailStatus>;

/** Writes down that the mail of a claim came back or was complained about, if there is such a mail. */
export const recordReturn = async (
  jobs: Table,
  { exportId, recipient, claim }: Pick<ExportMail, 'recipient' | 'claim'> & { readonly exportId: string },
  { status, reason }: { readonly status: 'bounced' | 'complained'; readonly reason: string },
): Promise<void> => {
  if (exportPartition(exportId) === undefined) return;
  await unlessRefused(
    jobs.client.send(
      new UpdateCommand({
        TableName: jobs.name,
        Key: keyOf(exportId, recipient),
        UpdateExpression: 'SET #status = :status, reason = :reason',
        ConditionExpression: 'claim = :claim',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':claim': claim, ':status': status, ':reason': reason },
      }),
    ),
  );
};

const unlessRefused = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
