import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, NoSuchKey } from '@aws-sdk/client-s3';
import {
  type Generation,
  generationKeys,
  type PortfolioRow,
  portfolioRow,
} from '../../portfolio/generation/generation.ts';
import { s3Client } from '../../storage/object-store.ts';

/** Thrown when a generation is gone or is not what it should be: no attempt can ever read it. */
export class UnusableGenerationError extends Error {}

/** A customer of a generation, and its line's number from 0. */
export interface NumberedRow {
  readonly line: number;
  readonly row: PortfolioRow;
}

/** The customers of a generation in its order, from a line on; holds one at a time. Throws UnusableGenerationError. */
export async function* readRows(bucket: string, generation: Generation, fromLine: number): AsyncGenerator<NumberedRow> {
  let line = 0;
  for await (const text of linesOf(await openRows(bucket, generation))) {
    if (line >= fromLine) yield { line, row: parseRow(text, line) };
    line += 1;
  }
}

const openRows = async (bucket: string, generation: Generation): Promise<Readable> => {
  const { rows: key } = generationKeys(generation);
  try {
    const { Body } = await s3Client().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body instanceof Readable) return Body;
  } catch (error) {
    // S3 says so only to who may list the bucket; to others a missing object is forbidden (GetObject reference).
    if (error instanceof NoSuchKey) throw new UnusableGenerationError('Its rows are gone', { cause: error });
    throw error;
  }
  throw new UnusableGenerationError('Its rows are empty');
};

const LINE_FEED = 0x0a;

/** The lines of a gzip stream. Lines end at a line feed and nowhere else: U+2028 is a character of a name. */
async function* linesOf(compressed: Readable): AsyncGenerator<string> {
  // An error of either stream ends the other and is thrown by the loop.
  const unpacked = pipeline(compressed, createGunzip(), () => {});
  let pieces: Buffer[] = [];
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8');
        pieces = [];
        start = end + 1;
      }
      if (start < chunk.length) pieces.push(chunk.subarray(start));
    }
  } catch (error) {
    if (isCorrupt(error)) throw new UnusableGenerationError('Its rows cannot be unpacked', { cause: error });
    throw error;
  }
  if (pieces.length > 0) throw new UnusableGenerationError('Its rows end in the middle of a line');
}

/** zlib's own errors carry such a code; those of the network do not. */
const isCorrupt = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['Z_DATA_ERROR', 'Z_BUF_ERROR'].includes(String(error.code));

const parseRow = (text: string, line: number): PortfolioRow => {
  try {
    return portfolioRow.parse(JSON.parse(text));
  } catch (error) {
    throw new UnusableGenerationError(`Its line ${line + 1} is not a customer`, { cause: error });
  }
};
