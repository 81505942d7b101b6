import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import * as z from 'zod';
import { s3Client } from '../../storage/object-store.ts';
import { uploadKey } from './import-message.ts';

const FORM_LIFETIME_SECONDS = 3600;

/** A form that takes one file: its fields, and last the file in a field named `file`, posted to `url` as multipart/form-data. */
export const uploadForm = z
  .object({ url: z.url(), fields: z.record(z.string(), z.string()) })
  .meta({ id: 'UploadForm' });
export type UploadForm = z.infer<typeof uploadForm>;

/**
 * A form for the file of an import, of 1 to `largestBytes` bytes; good for an hour. Once the file is stored, S3 answers
 * 204, or 303 to `redirect` (an absolute address), to which it adds `bucket`, `key` and `etag` (S3 user guide, "POST
 * object"): a browser without a script would otherwise stay where it is. A field of the policy cannot be left out.
 */
export const createUploadForm = (
  bucket: string,
  importId: string,
  largestBytes: number,
  redirect?: string,
): Promise<UploadForm> =>
  createPresignedPost(s3Client(), {
    Bucket: bucket,
    Key: uploadKey(importId),
    Conditions: [['content-length-range', 1, largestBytes]],
    ...(redirect === undefined ? {} : { Fields: { success_action_redirect: redirect } }),
    Expires: FORM_LIFETIME_SECONDS,
  });
