import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  /** Where a portfolio is published anew after a customer was unlinked from it. */
  PUBLISH_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
});
