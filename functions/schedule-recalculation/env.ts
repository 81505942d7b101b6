import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  RECALCULATION_QUEUE_URL: z.url(),
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
