import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
});
