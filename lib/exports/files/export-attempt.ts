import * as z from 'zod';
import { exportFile, exportReport } from '../job/export-job.ts';
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
  /**
   * Where the member of the generation's packed rows begins that holds the line before, in bytes and lines. An earlier
   * release did not tell: its positions are reached from the beginning.
   */
  member: z.object({ at: z.int().min(0), line: z.int().min(0) }).optional(),
});
export type WritingPosition = z.infer<typeof writingPosition>;

/** How far an attempt has come. Parts are cut at the same records by every attempt, so their bytes never differ. */
export const exportAttempt = z.object({
  attemptId: z.string(),
  /** Counts the times that the attempt was paused. */
  step: z.int().min(0),
  /** The columns it is written with: a step with other columns (a newer release) must not go on with it. */
  columns: z.string(),
  /** Files that are written. Only an earlier release, which wrote one after the other, left an attempt with any. */
  files: z.array(exportFile),
  /** The file behind `files` that is half written, as an earlier release left it. */
  open: writingPosition.optional(),
  /** How far each file has come; one without a part of its own in S3 starts at its beginning and is not named. */
  written: z.partialRecord(exportReport, writingPosition).optional(),
  headline: headline.optional(),
});
export type ExportAttempt = z.infer<typeof exportAttempt>;

/** Thrown when an attempt cannot go on where it was paused; a new attempt can write the same files. */
export class UnresumableError extends Error {}
