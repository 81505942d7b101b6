import { createSHA256, type IHasher } from 'hash-wasm';
import type { ExportFile } from '../job/export-job.ts';
import { csvHeader, csvRecords } from './csv.ts';
import { UnresumableError, type UploadedPart, type WritingPosition } from './export-attempt.ts';
import { completeUpload, type ExportObject, openUpload, PART_BYTES, putFile, uploadPart } from './export-bucket.ts';
import type { NumberedRow } from './generation-rows.ts';
import { appendText, emptyPart, filledBytes, type PartBuffer } from './part-buffer.ts';
import type { Report } from './reports.ts';

/**
 * A report's file while it is written. It holds no more than one part. Parts are cut where a customer's records end and at
 * least 5 MiB have come together: the same parts in every attempt.
 */
export interface ReportFile {
  /** Adds a customer's records, unless the file has them already. Returns whether a part has come together. */
  readonly add: (row: NumberedRow) => boolean;
  /** Uploads what has come together, which ends with this row's records. */
  readonly flush: (row: NumberedRow) => Promise<void>;
  /** Where another step goes on: behind the last part; `undefined` before the first. */
  readonly position: () => WritingPosition | undefined;
  /** Uploads what is left; the whole file where there was no part before. */
  readonly uploadRest: () => Promise<void>;
  /** Makes the parts one file, once the rest is uploaded. */
  readonly complete: () => Promise<Pick<ExportFile, 'rows' | 'bytes' | 'sha256'>>;
}

/** Opens a report's file at a position, or at its beginning. Throws UnresumableError when it cannot go on there. */
export const openReportFile = async (
  target: ExportObject,
  { columns, recordsOf }: Report,
  from: WritingPosition | undefined,
): Promise<ReportFile> => {
  const hash = await resumeHash(from?.hashState);
  const part: PartBuffer = emptyPart();
  const parts: UploadedPart[] = [...(from?.parts ?? [])];
  let uploadId = from?.uploadId;
  let position = from;
  let rows = from?.rows ?? 0;
  let bytes = from?.bytes ?? 0;
  if (!from) appendText(part, csvHeader(columns));

  const takePart = (): Buffer => {
    const body = filledBytes(part);
    bytes += body.length;
    hash.update(body);
    return body;
  };
  const uploadTaken = async (id: string): Promise<void> => {
    parts.push(await uploadPart(target, id, parts.length + 1, takePart()));
    part.filled = 0;
  };

  return {
    add: ({ line, row }) => {
      if (line < (from?.nextLine ?? 0)) return false;
      const records = recordsOf(row);
      appendText(part, csvRecords(records));
      rows += records.length;
      return part.filled >= PART_BYTES;
    },
    flush: async ({ line, member }) => {
      uploadId ??= await openUpload(target);
      await uploadTaken(uploadId);
      const hashState = Buffer.from(hash.save()).toString('base64');
      position = { uploadId, parts: [...parts], nextLine: line + 1, rows, bytes, hashState, member };
    },
    position: () => position,
    uploadRest: async () => {
      if (uploadId === undefined) await putFile(target, takePart());
      else if (part.filled > 0) await uploadTaken(uploadId);
    },
    complete: async () => {
      if (uploadId !== undefined) await completeUpload(target, uploadId, parts);
      return { rows, bytes, sha256: hash.digest() };
    },
  };
};

const resumeHash = async (state: string | undefined): Promise<IHasher> => {
  const hash = await createSHA256();
  if (state === undefined) return hash.init();
  try {
    return hash.load(Buffer.from(state, 'base64'));
  } catch (cause) {
    // Another build of the library wrote it.
    throw new UnresumableError('The state of the hash cannot be read', { cause });
  }
};
