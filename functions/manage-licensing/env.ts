import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  /** Where it is recorded who changed what. */
  JOBS_TABLE: z.string().min(1),
  /** The key of users' pseudonyms; empty where they are stored by their own names. */
  PSEUDONYM_KEY_ARN: z.string(),
});
