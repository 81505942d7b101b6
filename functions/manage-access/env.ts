import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  /** Where it is recorded who changed what. */
  JOBS_TABLE: z.string().min(1),
  /** Who is an operator without an access record. */
  FIRST_OPERATOR: z.string(),
  /** Where a portfolio is published anew after a customer was unlinked from it. */
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
});
