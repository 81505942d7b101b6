import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { importMessage } from '../../lib/imports/job/import-message.ts';
import { workOnImport } from '../../lib/imports/steps/work-on-import.ts';
import { workOnUndo } from '../../lib/imports/undo/work-on-undo.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { userNamesOf } from '../../lib/licensing/user-names-table.ts';
import { startCountdown } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const licensing = openTable(settings.LICENSING_TABLE);
const stores = {
  jobs: openTable(settings.JOBS_TABLE),
  licensing,
  activity: openTable(settings.ACTIVITY_TABLE),
  bucket: settings.UPLOADS_BUCKET,
  publishQueueUrl: settings.PUBLISH_QUEUE_URL,
  reportingLagDays: settings.REPORTING_LAG_DAYS,
  userNames: userNamesOf(licensing, settings.PSEUDONYM_KEY_ARN),
  storesNoNames: settings.PSEUDONYM_KEY_ARN !== '',
};

/** Reads files into the tables, and puts back what they replaced. */
export const handler = jobHandler(importMessage, settings, async ({ importId, undo }, { now }) => {
  const timeLeft = startCountdown(settings.STEP_SECONDS * 1000);
  const timeIsUp = () => timeLeft() === 0;
  const work = { importId, now, clock: () => new Date(), timeIsUp };
  if (undo) {
    const next = await workOnUndo(stores, work);
    if (next) await sendMessages(settings.IMPORT_QUEUE_URL, [{ importId, undo }], next);
    return;
  }
  const catalogue = await readCatalogue(stores.licensing);
  const next = await workOnImport({ ...stores, catalogue }, work);
  if (next) await sendMessages(settings.IMPORT_QUEUE_URL, [{ importId }], next);
});
