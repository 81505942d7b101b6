import * as z from 'zod';
import { readEnvironment } from '../../lib/environment.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { logger } from '../../lib/observability/logger.ts';
import { sendDueSources } from '../../lib/sources/collecting/due-sources.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const stores = { licensing: openTable(settings.LICENSING_TABLE), queueUrl: settings.COLLECTION_QUEUE_URL };

/** The time that the schedule stood for, however late it is delivered. */
const message = z.object({ scheduledFor: z.iso.datetime() });

/** Sends the sources whose hour has come to be collected. */
export const handler = jobHandler(message, settings, async ({ scheduledFor }) => {
  const hour = { scheduledFor: new Date(scheduledFor), usualHour: settings.COLLECTION_HOUR };
  const sent = await sendDueSources(stores, hour);
  logger.info('sources sent to be collected', { scheduledFor, sent });
});
