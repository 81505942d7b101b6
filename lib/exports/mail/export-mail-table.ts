import { randomUUID } from 'node:crypto';
import { jobExpiry } from '../../jobs/retention.ts';
import { absent, type Condition, putUnderCondition, updateUnderCondition } from '../../storage/conditional-write.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from '../job/export-job.ts';
import { exportPartition, requirePartition } from '../job/export-keys.ts';
import { type ExportMail, exportMail, linksThatMayHaveArrived, type MailStatus } from '../job/export-mail.ts';

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

/**
 * Claims the one sending of a recipient's mail, of which `waiting` was read, if it was there at all. Returns the claimed
 * mail, or `undefined` when somebody else has.
 */
export const claimMail = async (
  jobs: Table,
  job: ExportJob,
  { recipient, links }: Pick<ExportMail, 'recipient' | 'links'>,
  waiting: ExportMail | undefined,
  now: Date,
): Promise<ExportMail | undefined> => {
  const mail: ExportMail = {
    recipient,
    status: 'sending',
    claim: randomUUID(),
    claimedAt: now.toISOString(),
    links,
    ...(waiting?.earlierLinks ? { earlierLinks: waiting.earlierLinks } : {}),
  };
  const stored = { ...mail, expiresAt: jobExpiry(job.createdAt) };
  const key = keyOf(job.exportId, recipient);
  const condition: Condition = waiting
    ? {
        expression: '#status = :pending AND claim = :known',
        names: { '#status': 'status' },
        values: { ':pending': 'pending' satisfies MailStatus, ':known': waiting.claim },
      }
    : absent(key);
  const refused = await putUnderCondition(jobs, key, stored, condition);
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

/**
 * Has a mail that is unconfirmed or failed wait for its sending again. It is still the one that was read, or somebody else
 * has taken it up: then nothing is changed.
 */
export const renewMail = async (jobs: Table, exportId: string, mail: ExportMail): Promise<void> => {
  const earlierLinks = linksThatMayHaveArrived(mail);
  await updateUnderCondition(
    jobs,
    keyOf(exportId, mail.recipient),
    { set: ['#status = :pending', 'earlierLinks = :earlierLinks'], remove: ['reason'] },
    {
      expression: 'claim = :claim AND #status = :known',
      names: { '#status': 'status' },
      values: {
        ':claim': mail.claim,
        ':known': mail.status,
        ':pending': 'pending' satisfies MailStatus,
        ':earlierLinks': earlierLinks,
      },
    },
  );
};
