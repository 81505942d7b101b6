import * as z from 'zod';

export const env = z.object({
  LICENSING_TABLE: z.string().min(1),
  INSIGHTS_TABLE: z.string().min(1),
  JOBS_TABLE: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  /** The largest file an upload form takes, in bytes. */
  LARGEST_UPLOAD_BYTES: z.coerce.number().int().positive(),
  EXPORT_QUEUE_URL: z.url(),
  IMPORT_QUEUE_URL: z.url(),
  /** Where people sign in, as which client. */
  ISSUER: z.string().min(1),
  CLIENT_ID: z.string().min(1),
  /** The secret that seals sessions, in Secrets Manager. */
  SESSION_SECRET_ARN: z.string().min(1),
  /** The address of the pages, without a trailing slash. */
  PAGES_URL: z.string().min(1),
  FIRST_OPERATOR: z.string(),
});
