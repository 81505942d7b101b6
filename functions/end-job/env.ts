import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  /** Where messages of imports, exports, erasures and collections stay that nobody delivers any more. */
  IMPORT_DEAD_LETTERS_URL: z.url(),
  EXPORT_DEAD_LETTERS_URL: z.url(),
  ERASURE_DEAD_LETTERS_URL: z.url(),
  COLLECTION_DEAD_LETTERS_URL: z.url(),
  /** Of imports that are given up, the file is deleted here; empty where files stay until they expire. */
  DELETED_UPLOADS_BUCKET: z.string(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
