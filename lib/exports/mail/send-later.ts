import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { jobExpiry } from '../../jobs/retention.ts';
import { isStillReadable } from '../../portfolio/still-readable.ts';
import { Problem } from '../../problem/problem.ts';
import type { ExportRequestStores } from '../job/accept-export.ts';
import { customerLeft } from '../job/customer-left.ts';
import { type ExportJob, type ExportMessage, recipientsOf } from '../job/export-job.ts';
import { addRecipients } from '../job/export-job-table.ts';
import { requireRecipients } from '../job/new-export.ts';
import { linkEnd } from '../links/mailed-link.ts';

/** Whether links that are mailed at `now` end before the export's files may be deleted. */
export const outlivesLinks = ({ createdAt }: Pick<ExportJob, 'createdAt'>, now: Date): boolean =>
  linkEnd(now).getTime() <= jobExpiry(createdAt) * 1000;

/**
 * Mails links to a complete export's files to more of the partner's recipients; who was mailed them already gets no
 * second mail. Throws the Problem that stands against it.
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
  if (added.length > 0 && !(await addRecipients(jobs, job.exportId, added)))
    throw new Problem(409, 'export_not_complete', 'The export has no files to send yet. Wait until it is complete.');
  // Sent after the recipients are stored, and again when the request is repeated: each is mailed once at most.
  if (email.length > 0)
    await sendMessages(queueUrl, [{ exportId: job.exportId, restarts: 0, mailings: 0 } satisfies ExportMessage]);
};
