import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  EXPORT_QUEUE_URL: z.url(),
});
