import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
  /** The function's own queue: it looks again later while snapshots are still missing. */
  PUBLISH_QUEUE_URL: z.url(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
