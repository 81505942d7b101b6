import * as z from 'zod';

export const env = z.object({
  ACTIVITY_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
});
