import { csvLayout } from '../csv-layout.ts';
import { encodingOf, type FileEncoding, textOf, withoutMarks } from '../file-encoding.ts';
import { FileRefused } from '../findings.ts';
import { likeness, recogniseHeader } from '../kinds/recognise-header.ts';

type Format = 'CSV' | 'JSON';

const startsWith = (start: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => start[at] === byte);

/** What the first bytes of a file show it to be, when that is plainly something else than text in CSV or JSON. */
const foreignFormat = (start: Buffer): string | undefined => {
  if (startsWith(start, 0x50, 0x4b, 0x03, 0x04)) return 'an Excel workbook or a ZIP archive';
  if (startsWith(start, 0x1f, 0x8b)) return 'compressed with gzip';
  return undefined;
};

/**
 * Throws FileRefused when the first bytes of a file, in the encoding that was said of it, show something else than text of
 * the wanted format: `wrong_file`, or `not_utf8` for UTF-16 that neither says so by a mark nor was said to be that.
 */
export const requireFormat = (start: Buffer, wanted: Format, said: FileEncoding = 'utf-8'): void => {
  const foreign = foreignFormat(start);
  if (foreign) throw new FileRefused('wrong_file', `The file is ${foreign}. Upload it as ${wanted} in UTF-8.`);
  const text = withoutMarks(textOf(start, encodingOf(start, said)));
  if (text.includes('\0')) throw zeroBytes(wanted);
  const first = text.trimStart().charAt(0);
  if (first === '<') throw new FileRefused('wrong_file', `The file is HTML or XML. Upload it as ${wanted}.`);
  const json = first === '{' || first === '[';
  if (json && wanted === 'CSV') throw new FileRefused('wrong_file', 'The file is JSON; this kind of import takes CSV.');
  if (json || wanted === 'CSV') return;
  const like = recogniseHeader(headerOf(start, said));
  throw new FileRefused(
    'wrong_file',
    `The file is not JSON, which this kind of import takes${like ? `; ${likeness(like)}` : ''}.`,
  );
};

const zeroBytes = (wanted: Format): FileRefused =>
  new FileRefused(
    'not_utf8',
    `The file holds zero bytes, as UTF-16 does, and no mark that tells. Save it as ${wanted} in UTF-8, or say "encoding": "utf-16le" when you ask for the import.`,
  );

/** The columns of a CSV file's header, roughly: enough to tell by them what the file is. */
const headerOf = (start: Buffer, said: FileEncoding): string[] => {
  const { encoding, delimiter, headerAt } = csvLayout(start, said);
  const [header = ''] = textOf(start.subarray(headerAt.byte), encoding).split(/[\r\n]/u, 1);
  return header.split(delimiter).map((name) => withoutMarks(name.replaceAll('"', '')));
};
