import type * as z from 'zod';
import type { KeepingStores } from '../../lib/sources/managing/keep-sources.ts';
import { openTable } from '../../lib/storage/table.ts';
import type { env } from './env.ts';

/** What the function's environment names, opened. */
export const storesOf = (settings: z.output<typeof env>): KeepingStores => ({
  licensing: openTable(settings.LICENSING_TABLE),
  jobs: openTable(settings.JOBS_TABLE),
  secretPrefix: settings.SOURCE_SECRETS,
  collectionQueueUrl: settings.COLLECTION_QUEUE_URL,
  importQueueUrl: settings.IMPORT_QUEUE_URL,
  publishQueueUrl: settings.PUBLISH_QUEUE_URL,
  reportingLagDays: settings.REPORTING_LAG_DAYS,
  usualHour: settings.COLLECTION_HOUR,
});
