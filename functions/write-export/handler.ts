import { readEnvironment } from '../../lib/environment.ts';
import { advanceExport } from '../../lib/exports/files/advance-export.ts';
import { exportMessage, isComplete } from '../../lib/exports/job/export-job.ts';
import { readExport } from '../../lib/exports/job/export-job-table.ts';
import { mailExport } from '../../lib/exports/mail/mail-export.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { startCountdown } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const stores = {
  jobs: openTable(settings.JOBS_TABLE),
  licensing: openTable(settings.LICENSING_TABLE),
  portfoliosBucket: settings.PORTFOLIOS_BUCKET,
  exportsBucket: settings.EXPORTS_BUCKET,
};
const mail = {
  from: settings.MAIL_FROM,
  configurationSet: settings.MAIL_CONFIGURATION_SET,
  publicUrl: settings.PUBLIC_URL,
};

/** Writes an export's files, a step at a time, and mails the links to them once they are published. */
export const handler = jobHandler(exportMessage, settings, async (message, { now }) => {
  const timeLeft = startCountdown(settings.STEP_SECONDS * 1000);
  const timeIsUp = () => timeLeft() === 0;
  const { exportId } = message;

  const job = await readExport(stores.jobs, exportId, now);
  if (job?.status === 'queued' || job?.status === 'running') {
    const advance = await advanceExport(stores, job, message, { now, timeIsUp });
    if (typeof advance === 'object') await sendMessages(settings.EXPORT_QUEUE_URL, [advance.next]);
    if (advance !== 'published') return;
  }

  const published = await readExport(stores.jobs, exportId, now);
  if (!published || !isComplete(published)) return;
  const rest = await mailExport(stores, published, message, mail, now);
  if (rest) await sendMessages(settings.EXPORT_QUEUE_URL, [rest.next], { delaySeconds: rest.delaySeconds });
});
