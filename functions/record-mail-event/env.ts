import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
