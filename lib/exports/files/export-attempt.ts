import * as z from 'zod';
import { exportFile } from '../job/export-job.ts';
import { headline } from '../job/headline.ts';

/** A part of a multipart upload, as S3 wants it named when the upload is completed. */
const uploadedPart = z.object({ PartNumber: z.int().min(1), ETag: z.string(), ChecksumCRC32: z.string() });
export type UploadedPart = z.infer<typeof uploadedPart>;

/** How far the writing of one file has come: always at the end of a part, which is the end of a customer's records. */
const writingPosition = z.object({
  uploadId: z.string(),
  parts: z.array(uploadedPart),
  /** The first line of the generation that is not in the file yet. */
  nextLine: z.int().min(0),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** The SHA-256 of the bytes so far, unfinished, in base64. */
  hashState: z.string(),
});
export type WritingPosition = z.infer<typeof writingPosition>;

/** How far an attempt has come. Parts are cut at the same records by every attempt, so their bytes never differ. */
export const exportAttempt = z.object({
  attemptId: z.string(),
  /** Counts the times that the attempt was paused. */
  step: z.int().min(0),
  /** The columns it is written with: a step with other columns (a newer release) must not go on with it. */
  columns: z.string(),
  files: z.array(exportFile),
  /** The file that is half written. */
  open: writingPosition.optional(),
  headline: headline.optional(),
});
export type ExportAttempt = z.infer<typeof exportAttempt>;

/** Thrown when an attempt cannot go on where it was paused; a new attempt can write the same files. */
export class UnresumableError extends Error {}
