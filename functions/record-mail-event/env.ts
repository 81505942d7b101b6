import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
});
