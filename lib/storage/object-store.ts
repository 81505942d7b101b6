import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SDK_LOGGER } from './sdk-logger.ts';

let sharedClient: S3Client | undefined;

/** The S3 client that the function's instance shares. */
export const s3Client = (): S3Client => {
  sharedClient ??= new S3Client({ logger: SDK_LOGGER });
  return sharedClient;
};

/** Stores a whole object. */
export const putObject = async (bucket: string, key: string, body: Uint8Array, contentType: string): Promise<void> => {
  await s3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
};

/** Deletes an object; one that is gone already stays so. */
export const deleteObject = async (bucket: string, key: string): Promise<void> => {
  await s3Client().send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
};

/** Reads a whole object into memory; `undefined` when there is none. */
export const getObject = async (bucket: string, key: string): Promise<Uint8Array | undefined> => {
  try {
    const answer = await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};

/**
 * The keys of a bucket that start with `prefix`, in their byte order, those after the key `after` if one is given. Page by
 * page (1,000 keys each).
 */
export async function* listKeys(bucket: string, prefix: string, after?: string): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const from = token === undefined ? { StartAfter: after } : { ContinuationToken: token };
    const page = await s3Client().send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...from }));
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}
