import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  /** What the names of the secrets begin with that hold credentials. */
  SOURCE_SECRETS: z.string().min(1),
  /** Where sources are sent that are to be collected now. */
  COLLECTION_QUEUE_URL: z.url(),
  /** Where files are taken that were held. */
  IMPORT_QUEUE_URL: z.url(),
  /** Where a portfolio is published anew after a customer was taken into it. */
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** At which hour (UTC) sources are collected that say none. */
  COLLECTION_HOUR: z.coerce.number().int().min(0).max(23),
});
