import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FileRefused } from './findings.ts';

/** Where in a file a record starts or ends: bytes from its beginning, and lines before it. */
export interface FilePosition {
  readonly byte: number;
  readonly line: number;
}

export const FILE_START: FilePosition = { byte: 0, line: 0 };

/** A record of a CSV file. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** The line on which it starts; the file's first is 1. */
  readonly line: number;
  /** Where the next record starts. */
  readonly end: FilePosition;
  /** Whether the file ends with it. */
  readonly last: boolean;
  /** False for a last record that no line break follows. */
  readonly terminated: boolean;
}

const NEWLINE = 0x0a;

/**
 * The records of a CSV file (RFC 4180, UTF-8 with or without a byte order mark), in groups of up to `size`, from the
 * start of a record on; `bytes` begins there. Where tabs delimit the fields, quotes within one are its own. Rows may be of different lengths; empty lines are passed over. Throws
 * FileRefused: `file_cut_short` when a quote is never closed, `malformed_csv` for quotes inside a field.
 */
export async function* csvBatches(
  bytes: Readable,
  from: FilePosition,
  size: number,
  delimiter: ',' | '\t' = ',',
): AsyncGenerator<CsvRecord[]> {
  let lastByte = NEWLINE;
  const parser = parse({
    bom: from.byte === 0,
    delimiter,
    info: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: delimiter === '\t',
    skip_empty_lines: true,
  });
  bytes.on('data', (chunk: Buffer) => {
    lastByte = chunk.at(-1) ?? lastByte;
  });
  pipeline(bytes, parser, () => {}); // its errors reach the loop below through the parser
  let batch: CsvRecord[] = [];
  try {
    // csv-parse's own type of the iterator is `any`: with `info`, and without named columns, this is what it yields.
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { bytes: number; lines: number };
    }>) {
      if (batch.length === size) {
        yield batch;
        batch = [];
      }
      const endLine = from.line + info.lines;
      const end = { byte: from.byte + info.bytes, line: endLine };
      batch.push({ fields: record, line: endLine - breaksWithin(record), end, last: false, terminated: true });
    }
  } catch (error) {
    throw error instanceof CsvError ? refusal(error, from) : error;
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  const last = batch.pop();
  if (last) yield [...batch, { ...last, last: true, terminated: lastByte === NEWLINE }];
}

const breaksWithin = (fields: readonly string[]): number =>
  fields.reduce((sum, field) => sum + (field.includes('\n') ? field.split('\n').length - 1 : 0), 0);

const refusal = (error: CsvError, from: FilePosition): FileRefused => {
  const line = from.line + (typeof error.lines === 'number' ? error.lines : 0);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new FileRefused(
      'file_cut_short',
      'The file ends inside a quoted field. Export and upload it again, whole.',
      line,
    );
  return new FileRefused('malformed_csv', `Line ${line} is not CSV: a quote stands where none may. Correct it.`, line);
};
