import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  ACTIVITY_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  /** The key of users' pseudonyms; empty where they are stored by their own names. */
  PSEUDONYM_KEY_ARN: z.string(),
  /** The function's own queue, for the continuation of a long import. */
  IMPORT_QUEUE_URL: z.url(),
  /** Where a portfolio is published anew after a list of customers changed what it shows. */
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** A step stops at a record after this many seconds and goes on in a new message. */
  STEP_SECONDS: z.coerce.number().positive(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
