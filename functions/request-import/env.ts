import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  UPLOADS_BUCKET: z.string().min(1),
  /** Where an import is put whose file lies there already, and where undos are worked on. */
  IMPORT_QUEUE_URL: z.url(),
  /** The largest file an upload form takes, in bytes. */
  LARGEST_UPLOAD_BYTES: z.coerce.number().int().positive(),
});
