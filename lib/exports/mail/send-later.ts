import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { jobExpiry } from '../../jobs/retention.ts';
import { isStillReadable } from '../../portfolio/still-readable.ts';
import { Problem } from '../../problem/problem.ts';
import { countAgainstLimit } from '../../settings/count-against-limit.ts';
import type { ExportRequestStores } from '../job/accept-export.ts';
import { customerLeft } from '../job/customer-left.ts';
import { type ExportJob, type ExportMessage, isComplete, recipientsOf } from '../job/export-job.ts';
import { addRecipients } from '../job/export-job-table.ts';
import { maySendAgain } from '../job/export-mail.ts';
import { requireRecipients } from '../job/new-export.ts';
import { linkEnd } from '../links/mailed-link.ts';
import { readMails, renewMail } from './export-mail-table.ts';

/** Whether links that are mailed at `now` end before the export's files may be deleted. */
export const outlivesLinks = ({ createdAt }: Pick<ExportJob, 'createdAt'>, now: Date): boolean =>
  linkEnd(now).getTime() <= jobExpiry(createdAt) * 1000;

/**
 * Mails links to a complete export's files to more of the partner's recipients, and again to those whose mail is
 * unconfirmed or failed; who was mailed them otherwise gets no second mail. Throws the Problem that stands against it.
 */
export const sendLater = async (
  { jobs, licensing, queueUrl }: Pick<ExportRequestStores, 'jobs' | 'licensing' | 'queueUrl'>,
  caller: Caller,
  job: ExportJob,
  email: readonly string[],
  now: Date,
): Promise<void> => {
  await requireRecipients({ licensing, jobs }, caller, email, now);
  if (!outlivesLinks(job, now))
    throw new Problem(
      409,
      'export_too_old',
      'The files of this export are deleted before links to them would end. Ask for a new export.',
    );
  if (!(await isStillReadable(licensing, job.portfolio, job.generation.startedAt))) throw customerLeft(409);
  const known = new Set(recipientsOf(job).map(({ recipient }) => recipient));
  const added = email
    .filter((recipient) => !known.has(recipient))
    .map((recipient) => ({ recipient, requestedBy: caller.subject }));
  if (!isComplete(job)) throw notComplete();
  const mails = await readMails(jobs, job.exportId);
  const again = mails.filter((mail) => email.includes(mail.recipient) && maySendAgain(mail));
  const amount = added.length + again.length;
  await countAgainstLimit({ jobs, licensing }, caller, { limit: 'mailsPerDay', amount }, now);
  if (added.length > 0 && !(await addRecipients(jobs, job.exportId, added))) throw notComplete();
  for (const mail of again) await renewMail(jobs, job.exportId, mail);
  // Sent after the recipients are stored, and again when the request is repeated: each mail is sent once at most.
  if (email.length > 0)
    await sendMessages(queueUrl, [{ exportId: job.exportId, restarts: 0, mailings: 0 } satisfies ExportMessage]);
};

const notComplete = (): Problem =>
  new Problem(409, 'export_not_complete', 'The export has no files to send. Wait until it is complete.');
