import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decodeText } from './decode-text.ts';
import { composed, type TextEncoding } from './file-encoding.ts';
import { LONGEST_ROW } from './file-limits.ts';
import { FileRefused } from './findings.ts';

/** Where in a file a record starts or ends: bytes from its beginning, and lines before it. */
export interface FilePosition {
  readonly byte: number;
  readonly line: number;
}

export const FILE_START: FilePosition = { byte: 0, line: 0 };

/** What separates the cells of a row. */
export type Delimiter = ',' | ';' | '\t' | '|';

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

/**
 * The records of a CSV file (RFC 4180, with or without a byte order mark, and with any line breaks), in groups of up to
 * `size`, from the start of a record on; `bytes` begins there. Where tabs delimit the fields, quotes within one are its
 * own. Rows may be of different lengths; empty lines are passed over. Fields are in Unicode's composed form. Throws
 * FileRefused: `file_cut_short` when a quote is never closed, `malformed_csv` for quotes inside a field, `line_too_long` and
 * `row_too_long`, `not_utf8` or `not_text` for bytes that are no text of the encoding.
 */
export async function* csvBatches(
  bytes: Readable,
  from: FilePosition,
  size: number,
  delimiter: Delimiter = ',',
  encoding: TextEncoding = 'utf-8',
): AsyncGenerator<CsvRecord[]> {
  const { stream, sourceBytes, endsWithBreak } = decodeText(encoding, { linesBefore: from.line });
  const parser = parse({
    bom: from.byte === 0,
    delimiter,
    info: true,
    max_record_size: LONGEST_ROW,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: delimiter === '\t',
    skip_empty_lines: true,
  });
  pipeline(bytes, stream, parser, () => {}); // its errors reach the loop below through the parser
  let batch: CsvRecord[] = [];
  let countedTwice = 0;
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
      const breaks = breaksWithin(record);
      countedTwice += breaks.pairs;
      const endLine = from.line + info.lines - countedTwice;
      const end = { byte: from.byte + sourceBytes(info.bytes), line: endLine };
      const fields = record.map(composed);
      batch.push({ fields, line: endLine - breaks.lines, end, last: false, terminated: true });
    }
  } catch (error) {
    throw error instanceof CsvError ? refusal(error, from) : error;
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  const last = batch.pop();
  if (last) yield [...batch, { ...last, last: true, terminated: endsWithBreak() }];
}

/** Line breaks inside quoted fields, and how many of them are pairs of two characters, which csv-parse counts twice. */
const breaksWithin = (fields: readonly string[]): { lines: number; pairs: number } => {
  let [lines, pairs] = [0, 0];
  for (const field of fields)
    for (const [text] of field.includes('\n') || field.includes('\r') ? field.matchAll(/\r\n|\r|\n/gu) : []) {
      lines += 1;
      pairs += text.length - 1;
    }
  return { lines, pairs };
};

const refusal = (error: CsvError, from: FilePosition): FileRefused => {
  const line = from.line + (typeof error.lines === 'number' ? error.lines : 0);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return new FileRefused(
      'file_cut_short',
      'The file ends inside a quoted field. Export and upload it again, whole.',
      line,
    );
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return new FileRefused(
      'row_too_long',
      `The row that reaches line ${line} has more than ${LONGEST_ROW.toLocaleString('en')} characters: most likely a quote before it is never closed. Export and upload the file again.`,
      line,
    );
  return new FileRefused('malformed_csv', `Line ${line} is not CSV: a quote stands where none may. Correct it.`, line);
};
