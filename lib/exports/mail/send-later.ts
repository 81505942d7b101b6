import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem } from '../../problem/problem.ts';
import type { ExportOrders } from '../job/accept-export.ts';
import { type ExportJob, type ExportMessage, recipientsOf } from '../job/export-job.ts';
import { addRecipients } from '../job/export-job-table.ts';
import { keptUntil } from '../job/export-keys.ts';
import { requireRecipients } from '../job/new-export.ts';
import { mayReadGeneration } from '../job/require-export.ts';
import { linkEnd } from '../links/mailed-link.ts';

/** Whether links that are mailed at `now` end before the export's files may be deleted. */
export const outlivesLinks = ({ createdAt }: Pick<ExportJob, 'createdAt'>, now: Date): boolean =>
  linkEnd(now) <= keptUntil(createdAt);

/**
 * Mails links to a complete export's files to more of the partner's recipients; who was mailed them already gets no
 * second mail. Throws the Problem that stands against it.
 */
export const sendLater = async (
  { jobs, licensing, queueUrl }: Pick<ExportOrders, 'jobs' | 'licensing' | 'queueUrl'>,
  caller: Caller,
  job: ExportJob,
  email: readonly string[],
  now: Date,
): Promise<void> => {
  await requireRecipients(licensing, caller, email);
  if (!outlivesLinks(job, now))
    throw new Problem(
      409,
      'export_too_old',
      'The files of this export are deleted before links to them would end. Ask for a new export.',
    );
  if (!(await mayReadGeneration(licensing, job.portfolio, job.generation.startedAt)))
    throw new Problem(
      409,
      'export_not_readable',
      'A customer was taken out of the portfolio meanwhile. Ask for a new export.',
    );
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
