import type { CompleteExport, ExportMessage } from '../job/export-job.ts';
import { giveUpMails, type MailSettings, type MailStores, sendMails } from './send-mails.ts';

/** How often mails are put off: with the pauses below that is for about two hours. */
const MOST_MAILINGS = 120;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * Mails an export to those of its recipients who have not been mailed, and gives up on them once the provider has
 * taken no more for too long. Returns the message by which the rest are mailed, and in how many seconds, if any are left.
 */
export const mailExport = async (
  stores: MailStores,
  job: CompleteExport,
  message: ExportMessage,
  settings: MailSettings,
  now: Date,
): Promise<{ readonly next: ExportMessage; readonly delaySeconds: number } | undefined> => {
  const { mailings } = message;
  const waiting = await sendMails(stores, job, settings, now);
  if (waiting === 0) return undefined;
  if (mailings >= MOST_MAILINGS) {
    await giveUpMails(stores.jobs, job.exportId);
    return undefined;
  }
  const delaySeconds = Math.min(LONGEST_PAUSE_SECONDS, 5 * (mailings + 1));
  return { next: { ...message, mailings: mailings + 1 }, delaySeconds };
};
