import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  /** Takes one message per run over many customers. */
  RUN_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
});
