import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { s3Client } from '../../storage/object-store.ts';
import { UnresumableError, type UploadedPart } from './export-attempt.ts';
import { downloadHeaders } from './file-name.ts';

/** Every part of a multipart upload but the last has at least 5 MiB (Amazon S3 multipart upload limits). */
export const PART_BYTES = 5 * 1024 * 1024;

const URL_LIFETIME_SECONDS = 300;
const CONTENT_TYPE = 'text/csv; charset=utf-8';

/** An object of the exports bucket. */
export interface ExportObject {
  readonly bucket: string;
  readonly key: string;
}

/** Stores a file that is smaller than a part. */
export const putFile = async ({ bucket, key }: ExportObject, body: Uint8Array): Promise<void> => {
  await s3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: CONTENT_TYPE }));
};

/** Opens a multipart upload and returns its id. */
export const openUpload = async ({ bucket, key }: ExportObject): Promise<string> => {
  const { UploadId } = await s3Client().send(
    new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      ContentType: CONTENT_TYPE,
      ChecksumAlgorithm: 'CRC32',
    }),
  );
  if (UploadId === undefined) throw new Error('S3 opened a multipart upload without an id');
  return UploadId;
};

/** Stores one part; storing the same part again replaces it. Throws UnresumableError once the upload is closed. */
export const uploadPart = async (
  { bucket, key }: ExportObject,
  uploadId: string,
  partNumber: number,
  body: Uint8Array,
): Promise<UploadedPart> => {
  const ChecksumCRC32 = crc32Base64(body);
  const { ETag } = await whileOpen(() =>
    s3Client().send(
      new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: partNumber,
        Body: body,
        ChecksumCRC32,
      }),
    ),
  );
  if (ETag === undefined) throw new Error('S3 stored a part without naming it');
  return { PartNumber: partNumber, ETag, ChecksumCRC32 };
};

/** Makes an object of the parts. Throws UnresumableError once the upload is closed. */
export const completeUpload = async (
  { bucket, key }: ExportObject,
  uploadId: string,
  parts: readonly UploadedPart[],
): Promise<void> => {
  await whileOpen(() =>
    s3Client().send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: { Parts: [...parts] },
      }),
    ),
  );
};

/** An address under which the file can be downloaded, under its name, for five minutes from `now` on. */
export const presignDownload = ({ bucket, key }: ExportObject, name: string, now: Date): Promise<string> => {
  const headers = downloadHeaders(name);
  return getSignedUrl(
    s3Client(),
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentType: headers['content-type'],
      ResponseContentDisposition: headers['content-disposition'],
    }),
    { expiresIn: URL_LIFETIME_SECONDS, signingDate: now },
  );
};

const crc32Base64 = (body: Uint8Array): string => {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return checksum.toString('base64');
};

const whileOpen = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NoSuchUpload || (error instanceof Error && error.name === 'NoSuchUpload'))
      throw new UnresumableError('The multipart upload is no longer open', { cause: error });
    throw error;
  }
};
