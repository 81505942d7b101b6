import * as z from 'zod';
import { type ExportJob, recipientsOf } from './export-job.ts';

/**
 * What became of one recipient's mail. `sending`: the provider is being asked, once. `unconfirmed`: it was asked and
 * its answer is not known, so nobody asks again unless somebody says so by hand. `failed`: it refused, or was never asked.
 * `bounced`: it was sent and came back. `complained`: it arrived, and the recipient marked it as unwanted.
 */
const mailStatus = z.enum(['pending', 'sending', 'sent', 'unconfirmed', 'failed', 'bounced', 'complained']);
export type MailStatus = z.infer<typeof mailStatus>;

/** Whose sending somebody may ask for once more: mails that did not arrive, as far as is known. */
const AGAIN: ReadonlySet<MailStatus> = new Set(['unconfirmed', 'failed']);

/** Whether a mail of that status may be sent again by hand. */
export const maySendAgain = ({ status }: Pick<ExportMail, 'status'>): boolean => AGAIN.has(status);

const mailedLinkName = z.object({ name: z.string(), tokenHash: z.string() });

/** One recipient's mail, as it is stored from the moment that somebody sets out to send it. */
export const exportMail = z.object({
  recipient: z.string(),
  status: mailStatus,
  /** Names the one delivery that may send it. */
  claim: z.string(),
  claimedAt: z.iso.datetime(),
  /** The links in it, by the SHA-256 of their tokens, so that they can be revoked. */
  links: z.array(mailedLinkName),
  /** Those of earlier mails to the same recipient that may have arrived, too. */
  earlierLinks: z.array(mailedLinkName).optional(),
  /** Why it failed or came back, in a sentence. */
  reason: z.string().optional(),
});
export type ExportMail = z.infer<typeof exportMail>;

/** A mail that came back may have been kept on its way, so its links can be taken back too. */
const MAY_HAVE_ARRIVED: ReadonlySet<MailStatus> = new Set(['sent', 'unconfirmed', 'bounced', 'complained']);

/** The links that the recipient may have: those of this mail, if it may have arrived, and of earlier ones. */
export const linksThatMayHaveArrived = ({ status, links, earlierLinks = [] }: ExportMail): ExportMail['links'] =>
  MAY_HAVE_ARRIVED.has(status) ? [...earlierLinks, ...links] : earlierLinks;

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
