import * as z from 'zod';
import { type ExportJob, recipientsOf } from './export-job.ts';

/**
 * What became of one recipient's mail. `sending`: the provider is being asked, once. `unconfirmed`: it was asked and
 * its answer is not known, so nobody asks again. `failed`: it refused, or was never asked. `bounced`: it was sent and came
 * back. `complained`: it arrived, and the recipient marked it as unwanted.
 */
const mailStatus = z.enum(['pending', 'sending', 'sent', 'unconfirmed', 'failed', 'bounced', 'complained']);
export type MailStatus = z.infer<typeof mailStatus>;

/** One recipient's mail, as it is stored from the moment that somebody sets out to send it. */
export const exportMail = z.object({
  recipient: z.string(),
  status: mailStatus,
  /** Names the one delivery that may send it. */
  claim: z.string(),
  claimedAt: z.iso.datetime(),
  /** The links in it, by the SHA-256 of their tokens, so that they can be revoked. */
  links: z.array(z.object({ name: z.string(), tokenHash: z.string() })),
  /** Why it failed or came back, in a sentence. */
  reason: z.string().optional(),
});
export type ExportMail = z.infer<typeof exportMail>;

/** The mails of an export in the order of its recipients, those of a failed export among them: nothing was sent. */
export const mailsOf = (
  job: Pick<ExportJob, 'recipients' | 'requestedBy' | 'sentLater' | 'status'>,
  stored: readonly ExportMail[],
): Pick<ExportMail, 'recipient' | 'status' | 'reason'>[] =>
  recipientsOf(job).map(({ recipient }) => {
    const mail = stored.find((one) => one.recipient === recipient);
    if (mail) return mail;
    return job.status === 'failed'
      ? { recipient, status: 'failed', reason: 'The export failed, so there was nothing to mail.' }
      : { recipient, status: 'pending' };
  });
