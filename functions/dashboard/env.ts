import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  /** The largest file an upload form takes, in bytes. */
  LARGEST_UPLOAD_BYTES: z.coerce.number().int().positive(),
  EXPORT_QUEUE_URL: z.url(),
  IMPORT_QUEUE_URL: z.url(),
  /** Where figures are asked for. */
  RUN_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** Where sources are sent that are to be collected now. */
  COLLECTION_QUEUE_URL: z.url(),
  /** At which hour (UTC) sources are collected that say none. */
  COLLECTION_HOUR: z.coerce.number().int().min(0).max(23),
  /** What the names of the secrets begin with that hold credentials of sources. */
  SOURCE_SECRETS: z.string().min(1),
  /** Where a portfolio is published anew after a customer was taken into it. */
  PUBLISH_QUEUE_URL: z.url(),
  /** Where people sign in, as which client. */
  ISSUER: z.string().min(1),
  CLIENT_ID: z.string().min(1),
  /** The secret that seals sessions, in Secrets Manager. */
  SESSION_SECRET_ARN: z.string().min(1),
  /** The address of the pages, without a trailing slash. */
  PAGES_URL: z.string().min(1),
  FIRST_OPERATOR: z.string(),
});
