import { randomUUID } from 'node:crypto';
import { jobExpiry } from '../../jobs/retention.ts';
import { putUnderCondition, updateUnderCondition } from '../../storage/conditional-write.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from '../job/export-job.ts';
import { exportPartition, requirePartition } from '../job/export-keys.ts';
import { type ExportMail, exportMail, type MailStatus } from '../job/export-mail.ts';

const MAIL = 'mail#';

const keyOf = (exportId: string, recipient: string) => ({
  job: requirePartition(exportId),
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
  const stored = { ...mail, expiresAt: jobExpiry(job.createdAt) };
  const refused = await putUnderCondition(jobs, keyOf(job.exportId, recipient), stored, {
    expression: 'attribute_not_exists(job) OR #status = :pending',
    names: { '#status': 'status' },
    values: { ':pending': 'pending' satisfies MailStatus },
  });
  return refused ? undefined : mail;
};

/** Writes down what became of a claimed mail, for whoever still holds the claim. */
export const recordMailStatus = async (
  jobs: Table,
  exportId: string,
  { recipient, claim }: Pick<ExportMail, 'recipient' | 'claim'>,
  status: Exclude<MailStatus, 'sending' | 'bounced' | 'complained'>,
  reason?: string,
): Promise<void> => {
  // A delivery that takes the claim for abandoned must not overwrite what its holder has found out meanwhile, and nobody
  // what the recipient's side has: a mail may come back before it is written down that it was sent.
  const expression =
    status === 'unconfirmed'
      ? 'claim = :claim AND #status = :sending'
      : 'claim = :claim AND NOT #status IN (:bounced, :complained)';
  await updateUnderCondition(
    jobs,
    keyOf(exportId, recipient),
    reason === undefined
      ? { set: ['#status = :status'], remove: ['reason'] }
      : { set: ['#status = :status', 'reason = :reason'] },
    {
      expression,
      names: { '#status': 'status' },
      values: {
        ':claim': claim,
        ':status': status,
        ...(reason === undefined ? {} : { ':reason': reason }),
        ...(status === 'unconfirmed' ? { ':sending': 'sending' satisfies MailStatus } : RETURNED),
      },
    },
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
  await updateUnderCondition(
    jobs,
    keyOf(exportId, recipient),
    { set: ['#status = :status', 'reason = :reason'] },
    {
      expression: 'claim = :claim',
      names: { '#status': 'status' },
      values: { ':claim': claim, ':status': status, ':reason': reason },
    },
  );
};
