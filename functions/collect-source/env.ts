import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  /** What the names of the secrets begin with that hold credentials. */
  SOURCE_SECRETS: z.string().min(1),
  /** Encrypts refresh tokens. */
  SOURCE_KEY_ARN: z.string().min(1),
  /** The function's own queue, for what follows a step. */
  COLLECTION_QUEUE_URL: z.url(),
  /** Where a portfolio is published anew after a customer was taken into it. */
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** Whom functions may call of the hosts that other people name. */
  DELIVER_TO: z.string().min(1),
  /** A file that is larger is none. */
  LARGEST_UPLOAD_BYTES: z.coerce.number().int().positive(),
  /** A step begins no further item after this many seconds, and goes on in a new message. */
  STEP_SECONDS: z.coerce.number().positive(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
