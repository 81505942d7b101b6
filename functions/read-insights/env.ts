import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
});
