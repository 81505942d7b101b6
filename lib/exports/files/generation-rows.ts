import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import { type Generation, generationKeys, type PortfolioRow } from '../../portfolio/generation/generation.ts';
import { s3Client } from '../../storage/object-store.ts';
import { gzipMembers } from './gzip-members.ts';
import { parseRow } from './parse-row.ts';

/** Thrown when a generation is gone or is not what it should be: no attempt can ever read it. */
export class UnusableGenerationError extends Error {}

/** Where a member of the packed rows begins: so many bytes, and so many lines, behind the beginning. */
interface MemberStart {
  readonly at: number;
  readonly line: number;
}

/** A customer of a generation, its line's number from 0, and the member that holds it. */
export interface NumberedRow {
  readonly line: number;
  readonly row: PortfolioRow;
  readonly member: MemberStart;
}

/** The line to begin with, and the beginning of a member at or before it; of the rows where none is known. */
export interface RowsFrom {
  readonly line: number;
  readonly member?: MemberStart | undefined;
}

/**
 * The customers of a generation in its order, from a line on; holds the page of them that was packed together. Throws
 * UnusableGenerationError.
 */
export async function* readRows(bucket: string, generation: Generation, from: RowsFrom): AsyncGenerator<NumberedRow> {
  const { at, line: firstLine } = from.member ?? { at: 0, line: 0 };
  let line = firstLine;
  let isNothing = true;
  for await (const { at: start, bytes } of gzipMembers(await openRows(bucket, generation, at), at)) {
    isNothing = false;
    const member = { at: start, line };
    const text = await unpack(bytes);
    for (const [begin, end] of linesOf(text)) {
      if (line >= from.line) yield { line, member, row: rowOf(text.toString('utf8', begin, end), line) };
      line += 1;
    }
  }
  if (isNothing) throw new UnusableGenerationError('Its rows are empty');
}

const openRows = async (bucket: string, generation: Generation, at: number): Promise<Readable> => {
  const { rows: Key } = generationKeys(generation);
  const Range = at > 0 ? `bytes=${at}-` : undefined;
  try {
    const { Body } = await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key, Range }));
    if (Body instanceof Readable) return Body;
  } catch (error) {
    // S3 says so only to who may list the bucket; to others a missing object is forbidden (GetObject reference).
    if (error instanceof NoSuchKey) throw new UnusableGenerationError('Its rows are gone', { cause: error });
    throw error;
  }
  throw new UnusableGenerationError('Its rows are empty');
};

const gunzipped = promisify(gunzip);

/** A page of 500 customers is less. */
const MOST_BYTES_AT_ONCE = 32 * 1024 * 1024;

/** The size that a member says it has unpacked, in its last four bytes (RFC 1952, 2.3.1), as far as that is likely. */
const unpackedBytes = (member: Buffer): number =>
  member.length < 4 ? 0 : Math.min(member.readUInt32LE(member.length - 4), MOST_BYTES_AT_ONCE);

const unpack = async (member: Buffer): Promise<Buffer> => {
  try {
    // In one piece, so that it need not be put together again.
    return await gunzipped(member, { chunkSize: unpackedBytes(member) + 64 });
  } catch (error) {
    throw new UnusableGenerationError('Its rows cannot be unpacked', { cause: error });
  }
};

const LINE_FEED = 0x0a;

/** Where lines begin and end. They end at a line feed and nowhere else: U+2028 is a character of a name. */
function* linesOf(text: Buffer): Generator<readonly [begin: number, end: number]> {
  let begin = 0;
  for (let end = text.indexOf(LINE_FEED); end >= 0; end = text.indexOf(LINE_FEED, begin)) {
    yield [begin, end];
    begin = end + 1;
  }
  if (begin < text.length) throw new UnusableGenerationError('Its rows end in the middle of a line');
}

const rowOf = (text: string, line: number): PortfolioRow => {
  try {
    return parseRow(text);
  } catch (error) {
    throw new UnusableGenerationError(`Its line ${line + 1} is not a customer`, { cause: error });
  }
};
