import type { Delimiter, FilePosition } from './csv-records.ts';
import { bytesIn, encodingOf, type FileEncoding, type TextEncoding, textOf, withoutMarks } from './file-encoding.ts';

/** How a CSV file is laid out, by its first bytes. */
export interface CsvLayout {
  readonly encoding: TextEncoding;
  readonly delimiter: Delimiter;
  /** Where its header begins. */
  readonly headerAt: FilePosition;
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|'];

/** What `Export-Csv` of Windows PowerShell writes before the header, unless told `-NoTypeInformation`. */
const TYPE_LINE = /^"?#TYPE\b/iu;
/** By which a file tells Excel what separates its cells. */
const SEPARATOR_LINE = /^"?sep=([,;|\t])"?[,;|\t]*$/iu;
/** A line of nothing but empty cells. */
const BLANK_LINE = /^[\s,;|"]*$/u;

/**
 * Finds a CSV file's header and what separates its columns: what a line `sep=` says, else what separates most names of the
 * header. Before the header there may be byte order marks, blank lines, and lines that programs write for each other.
 */
export const csvLayout = (start: Buffer, said: FileEncoding): CsvLayout => {
  const encoding = encodingOf(start, said);
  const text = textOf(start, encoding);
  let separator: Delimiter | undefined;
  let [at, line] = [0, 0];
  for (const [whole, content = ''] of text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n)/gu)) {
    const bare = withoutMarks(content);
    const said = SEPARATOR_LINE.exec(bare)?.[1];
    if (said === undefined && !TYPE_LINE.test(bare) && !BLANK_LINE.test(bare)) break;
    separator = DELIMITERS.find((one) => one === said) ?? separator;
    at += whole.length;
    line += 1;
  }
  const rest = text.slice(at);
  const header = withoutMarks(rest);
  const before = text.slice(0, at + rest.length - header.length);
  return {
    encoding,
    delimiter: separator ?? delimiterOf(header),
    headerAt: { byte: bytesIn(before, encoding), line },
  };
};

const delimiterOf = (text: string): Delimiter => {
  const [header = ''] = text.replaceAll(/"(?:[^"]|"")*"/gu, '').split(/[\r\n]/u, 1);
  const count = (delimiter: Delimiter) => header.split(delimiter).length;
  return DELIMITERS.reduce((most, one) => (count(one) > count(most) ? one : most));
};
