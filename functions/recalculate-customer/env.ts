import * as z from 'zod';

export const env = z.object({
  ACTIVITY_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  /** For portfolios that were published before a late snapshot. */
  PUBLISH_QUEUE_URL: z.url(),
  /** Its own, for what a step leaves to the next. */
  RECALCULATION_QUEUE_URL: z.url(),
  REPORTING_LAG_DAYS: z.coerce.number().int().min(1).max(3),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
