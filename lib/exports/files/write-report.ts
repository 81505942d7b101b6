import { createSHA256, type IHasher } from 'hash-wasm';
import type { ExportFile } from '../job/export-job.ts';
import { csvHeader, csvRecords } from './csv.ts';
import { UnresumableError, type UploadedPart, type WritingPosition } from './export-attempt.ts';
import { completeUpload, type ExportObject, openUpload, PART_BYTES, putFile, uploadPart } from './export-bucket.ts';
import type { NumberedRow } from './generation-rows.ts';
import type { Report } from './reports.ts';

type WrittenFile = Pick<ExportFile, 'rows' | 'bytes' | 'sha256'>;

/** The file is written, or stands at a position from which another step goes on. */
export type ReportOutcome = { readonly written: WrittenFile } | { readonly stoppedAt: WritingPosition };

interface Writing {
  readonly target: ExportObject;
  readonly hash: IHasher;
  uploadId: string | undefined;
  readonly parts: UploadedPart[];
  pending: Buffer[];
  pendingBytes: number;
  rows: number;
  bytes: number;
}

/**
 * Writes a report's file from a generation's rows, which start at the position's line, holding no more than one part.
 * Parts are cut where a customer's records end and at least 5 MiB have come together: the same parts in every attempt.
 * After each part `mayGoOn` is asked, with the first line that is not in the file yet; at false the file is left there.
 */
export const writeReport = async (
  target: ExportObject,
  { columns, recordsOf }: Report,
  rows: AsyncIterable<NumberedRow>,
  from: WritingPosition | undefined,
  mayGoOn: (nextLine: number) => Promise<boolean>,
): Promise<ReportOutcome> => {
  const writing = await resume(target, from);
  if (!from) append(writing, csvHeader(columns));
  for await (const { line, row } of rows) {
    const records = recordsOf(row);
    append(writing, csvRecords(records));
    writing.rows += records.length;
    if (writing.pendingBytes < PART_BYTES) continue;
    const uploadId = await flushPart(writing);
    if (!(await mayGoOn(line + 1))) return { stoppedAt: positionOf(writing, uploadId, line + 1) };
  }
  return { written: await finish(writing) };
};

const resume = async (target: ExportObject, from: WritingPosition | undefined): Promise<Writing> => {
  return {
    target,
    hash: await resumeHash(from?.hashState),
    uploadId: from?.uploadId,
    parts: [...(from?.parts ?? [])],
    pending: [],
    pendingBytes: 0,
    rows: from?.rows ?? 0,
    bytes: from?.bytes ?? 0,
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

const positionOf = ({ parts, rows, bytes, hash }: Writing, uploadId: string, nextLine: number): WritingPosition => ({
  uploadId,
  parts,
  nextLine,
  rows,
  bytes,
  hashState: Buffer.from(hash.save()).toString('base64'),
});

const append = (writing: Writing, text: string): void => {
  const bytes = Buffer.from(text, 'utf8');
  writing.pending.push(bytes);
  writing.pendingBytes += bytes.length;
};

const takePending = (writing: Writing): Buffer => {
  const body = Buffer.concat(writing.pending);
  writing.pending = [];
  writing.pendingBytes = 0;
  writing.bytes += body.length;
  writing.hash.update(body);
  return body;
};

const flushPart = async (writing: Writing): Promise<string> => {
  const uploadId = writing.uploadId ?? (await openUpload(writing.target));
  writing.uploadId = uploadId;
  const body = takePending(writing);
  writing.parts.push(await uploadPart(writing.target, uploadId, writing.parts.length + 1, body));
  return uploadId;
};

const finish = async (writing: Writing): Promise<WrittenFile> => {
  if (writing.uploadId === undefined) await putFile(writing.target, takePending(writing));
  else {
    if (writing.pendingBytes > 0) await flushPart(writing);
    await completeUpload(writing.target, writing.uploadId, writing.parts);
  }
  return { rows: writing.rows, bytes: writing.bytes, sha256: writing.hash.digest() };
};
