import { readEnvironment } from '../../lib/environment.ts';
import { advanceExport } from '../../lib/exports/files/advance-export.ts';
import { exportMessage, isComplete } from '../../lib/exports/job/export-job.ts';
import { readExport } from '../../lib/exports/job/export-job-table.ts';
import { giveUpMails, sendMails } from '../../lib/exports/mail/send-mails.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const stores = {
  jobs: openTable(settings.JOBS_TABLE),
  licensing: openTable(settings.LICENSING_TABLE),
  portfoliosBucket: settings.PORTFOLIOS_BUCKET,
  exportsBucket: settings.EXPORTS_BUCKET,
};
const mail = { from: settings.MAIL_FROM, publicUrl: settings.PUBLIC_URL };

/** How often mails are put off: with the pauses below that is for about two hours. */
const MOST_MAILINGS = 120;
const LONGEST_PAUSE_SECONDS = 60;

/** Writes an export's files, a step at a time, and mails the links to them once they are published. */
export const handler = jobHandler(exportMessage, async (message, { now, delivery }) => {
  const stopAt = performance.now() + settings.STEP_SECONDS * 1000;
  const timeIsUp = () => performance.now() >= stopAt;
  const isLast = delivery >= settings.DELIVERIES;
  const { exportId, mailings } = message;

  const job = await readExport(stores.jobs, exportId, now);
  if (job?.status === 'queued' || job?.status === 'running') {
    const advance = await advanceExport(stores, job, message, { now, isLast, timeIsUp });
    if (typeof advance === 'object') await sendMessages(settings.EXPORT_QUEUE_URL, [advance.next]);
    if (advance !== 'published') return;
  }

  const published = await readExport(stores.jobs, exportId, now);
  if (!published || !isComplete(published)) return;
  const waiting = await sendMails(stores, published, mail, now);
  if (waiting === 0) return;
  if (mailings >= MOST_MAILINGS) return giveUpMails(stores.jobs, exportId);
  const delaySeconds = Math.min(LONGEST_PAUSE_SECONDS, 5 * (mailings + 1));
  await sendMessages(settings.EXPORT_QUEUE_URL, [{ ...message, mailings: mailings + 1 }], { delaySeconds });
});
