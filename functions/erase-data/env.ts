import * as z from 'zod';

export const env = z.object({
  ACTIVITY_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  /** The function's own queue, for what follows a step. */
  ERASURE_QUEUE_URL: z.url(),
  /** Where figures are counted anew, and portfolios published. */
  RUN_QUEUE_URL: z.url(),
  PUBLISH_QUEUE_URL: z.url(),
  /** What the names of the secrets begin with that hold credentials of sources. */
  SOURCE_SECRETS: z.string().min(1),
  /** Names users in receipts. */
  ERASURE_KEY_ARN: z.string().min(1),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** A step stops after this many seconds and goes on in a new message. */
  STEP_SECONDS: z.coerce.number().positive(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
