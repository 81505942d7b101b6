import { readEnvironment } from '../../lib/environment.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { readDeliverTo } from '../../lib/outbound/deliver-to.ts';
import { collectionMessage } from '../../lib/sources/collecting/collection-message.ts';
import { workOnCollection } from '../../lib/sources/collecting/work-on-collection.ts';
import { workOnDiscovery } from '../../lib/sources/collecting/work-on-discovery.ts';
import { startCountdown } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';
import { formatDay } from '../../lib/time/day.ts';
import { collectorsFor } from './collectors.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const collectors = collectorsFor(readDeliverTo(settings.DELIVER_TO));
const stores = {
  licensing: openTable(settings.LICENSING_TABLE),
  jobs: openTable(settings.JOBS_TABLE),
  bucket: settings.UPLOADS_BUCKET,
  largestBytes: settings.LARGEST_UPLOAD_BYTES,
  secretPrefix: settings.SOURCE_SECRETS,
  keyArn: settings.SOURCE_KEY_ARN,
  publishQueueUrl: settings.PUBLISH_QUEUE_URL,
  collectionQueueUrl: settings.COLLECTION_QUEUE_URL,
};

/** Kept back for storing how far a step came, in milliseconds. */
const STORING_MILLISECONDS = 10_000;

/** Collects from a source, or looks which customers a partner has: one step, then its continuation. */
export const handler = jobHandler(collectionMessage, settings, async (message, { now, remainingMilliseconds }) => {
  const timeLeft = startCountdown(settings.STEP_SECONDS * 1000);
  const work = {
    collectors,
    clock: () => new Date(),
    timeIsUp: () => timeLeft() === 0,
    signal: AbortSignal.timeout(Math.max(1, remainingMilliseconds() - STORING_MILLISECONDS)),
    asOf: formatDay(asOfDay(now, settings.REPORTING_LAG_DAYS)),
  };
  const next = await ('customerId' in message
    ? workOnCollection(stores, message, work)
    : workOnDiscovery(stores, message, work));
  if (next) await sendMessages(settings.COLLECTION_QUEUE_URL, [message], next);
});
