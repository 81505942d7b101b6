import { Readable } from 'node:stream';
import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { UPLOAD_DAYS } from '../../jobs/retention.ts';
import { s3Client } from '../../storage/object-store.ts';
import { FileRefused } from '../formats/findings.ts';
import { uploadKey } from '../job/import-message.ts';

/** A file in the uploads bucket, pinned to one upload of it. */
export interface UploadedFile {
  readonly bucket: string;
  readonly importId: string;
  readonly etag: string;
  readonly bytes: number;
}

/** How many bytes tell what a file is: more than the header of any. */
const SNIFFED_BYTES = 4096;

/** Finds the upload and its first bytes. Throws FileRefused `empty_file` or `file_gone`. */
export const findUpload = async (bucket: string, importId: string): Promise<{ file: UploadedFile; start: Buffer }> => {
  const answer = await get(bucket, importId, `bytes=0-${SNIFFED_BYTES - 1}`);
  if (!answer) throw new FileRefused('empty_file', 'The file is empty. Upload it again.');
  const bytes = Number(answer.ContentRange?.split('/')[1] ?? answer.ContentLength);
  if (!(answer.Body instanceof Readable)) throw new Error('S3 answered without a body');
  const start = Buffer.concat(await answer.Body.toArray());
  return { file: { bucket, importId, etag: answer.ETag ?? '', bytes }, start };
};

/** Throws FileRefused `too_large` for a file of more than `largestBytes`, before it is read. */
export const requireSize = ({ bytes }: Pick<UploadedFile, 'bytes'>, largestBytes: number): void => {
  if (bytes <= largestBytes) return;
  throw new FileRefused(
    'too_large',
    `The file has ${bytes.toLocaleString('en')} bytes; this kind takes at most ${largestBytes.toLocaleString('en')}. Hand in what it is of in several files, or fewer columns or properties.`,
  );
};

/** The file's bytes from an offset to the end. Throws FileRefused `file_replaced` or `file_gone`. */
export const readUpload = async ({ bucket, importId, etag, bytes }: UploadedFile, from: number): Promise<Readable> => {
  if (from >= bytes) return Readable.from([]);
  const answer = await get(bucket, importId, `bytes=${from}-`);
  if (!(answer?.Body instanceof Readable)) throw replaced(); // shorter than what was begun with
  if (answer.ETag === etag) return answer.Body;
  answer.Body.destroy();
  throw replaced();
};

const replaced = (): FileRefused =>
  new FileRefused(
    'file_replaced',
    'Another file was uploaded with the same form while this one was read. Ask for a new import for each file.',
  );

/** `undefined` when the file ends before the range. */
const get = async (bucket: string, importId: string, range: string) => {
  try {
    return await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key: uploadKey(importId), Range: range }));
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    if (error.name === 'InvalidRange') return undefined;
    if (error.name === 'NoSuchKey')
      throw new FileRefused(
        'file_gone',
        `The file is gone: uploads are kept for ${UPLOAD_DAYS} days, and where users go by pseudonyms only until they are read. Ask for a new import.`,
      );
    throw error;
  }
};
