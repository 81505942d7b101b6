import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  /** Where receipts lie. */
  UPLOADS_BUCKET: z.string().min(1),
  ERASURE_QUEUE_URL: z.url(),
  /** The key of users' pseudonyms; empty where they are stored by their own names. */
  PSEUDONYM_KEY_ARN: z.string(),
  /** Names users in receipts. */
  ERASURE_KEY_ARN: z.string().min(1),
});
