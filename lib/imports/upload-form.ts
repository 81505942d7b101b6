import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import * as z from 'zod';
import { s3Client } from '../storage/object-store.ts';
import { uploadKey } from './upload-key.ts';

const FORM_LIFETIME_SECONDS = 3600;

/** A form that takes one file: its fields, and last the file in a field named `file`, posted to `url` as multipart/form-data. */
export const uploadForm = z
  .object({ url: z.url(), fields: z.record(z.string(), z.string()) })
  .meta({ id: 'UploadForm' });
export type UploadForm = z.infer<typeof uploadForm>;

/** A form for the file of an import, of 1 to `largestBytes` bytes; good for an hour. */
export const createUploadForm = (bucket: string, importId: string, largestBytes: number): Promise<UploadForm> =>
  createPresignedPost(s3Client(), {
    Bucket: bucket,
    Key: uploadKey(importId),
    Conditions: [['content-length-range', 1, largestBytes]],
    Expires: FORM_LIFETIME_SECONDS,
  });
