import { readEnvironment } from '../../lib/environment.ts';
import { erasureMessage } from '../../lib/erasure/job/erasure-job.ts';
import { userHasher } from '../../lib/erasure/job/user-hash.ts';
import { workOnErasure } from '../../lib/erasure/work-on-erasure.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { startCountdown } from '../../lib/storage/deadline.ts';
import { secretOf } from '../../lib/storage/read-secret.ts';
import { openTable } from '../../lib/storage/table.ts';
import { formatDay } from '../../lib/time/day.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const keyOfHashes = secretOf(settings.ERASURE_KEY_ARN);
const stores = {
  activity: openTable(settings.ACTIVITY_TABLE),
  licensing: openTable(settings.LICENSING_TABLE),
  insights: openTable(settings.INSIGHTS_TABLE),
  jobs: openTable(settings.JOBS_TABLE),
  uploads: settings.UPLOADS_BUCKET,
  portfolios: settings.PORTFOLIOS_BUCKET,
  exports: settings.EXPORTS_BUCKET,
  secretPrefix: settings.SOURCE_SECRETS,
  runQueueUrl: settings.RUN_QUEUE_URL,
  publishQueueUrl: settings.PUBLISH_QUEUE_URL,
};

/** Removes what is stored of a user or a customer, a step at a time. */
export const handler = jobHandler(erasureMessage, settings, async (message, { now }) => {
  const timeLeft = startCountdown(settings.STEP_SECONDS * 1000);
  const next = await workOnErasure(stores, {
    message,
    now,
    asOf: formatDay(asOfDay(now, settings.REPORTING_LAG_DAYS)),
    hashOf: userHasher(await keyOfHashes()),
    clock: () => new Date(),
    timeIsUp: () => timeLeft() === 0,
  });
  if (next) await sendMessages(settings.ERASURE_QUEUE_URL, [next.message], next);
});
