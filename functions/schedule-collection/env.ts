import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  /** Takes one message per source. */
  COLLECTION_QUEUE_URL: z.url(),
  /** At which hour (UTC) sources are collected that say none. */
  COLLECTION_HOUR: z.coerce.number().int().min(0).max(23),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
