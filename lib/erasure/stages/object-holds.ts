import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { s3Client } from '../../storage/object-store.ts';

/**
 * Whether a text stands in an object, which is read as a stream, however large; `gzip` where it is compressed. False for an
 * object that is gone.
 */
export const objectHolds = async (
  bucket: string,
  key: string,
  text: string,
  { gzip = false }: { readonly gzip?: boolean } = {},
): Promise<boolean> => {
  const body = await open(bucket, key);
  if (!body) return false;
  const wanted = Buffer.from(text);
  let tail: Buffer = Buffer.alloc(0);
  // An error of either stream ends the other and is thrown by the loop; leaving it ends both.
  const bytes: AsyncIterable<Uint8Array> = gzip ? pipeline(body, createGunzip(), () => {}) : body;
  for await (const chunk of bytes) {
    const looked = Buffer.concat([tail, chunk]);
    if (looked.includes(wanted)) return true;
    tail = looked.subarray(Math.max(0, looked.length - wanted.length + 1));
  }
  return false;
};

const open = async (bucket: string, key: string): Promise<Readable | undefined> => {
  try {
    const { Body } = await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error('S3 answered without a body');
    return Body;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};
