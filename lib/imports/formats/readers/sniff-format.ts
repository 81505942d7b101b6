import { FileRefused } from '../findings.ts';
import { likeness, recogniseHeader } from '../kinds/recognise-header.ts';

type Format = 'CSV' | 'JSON';

const startsWith = (start: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => start[at] === byte);

/** What the first bytes of a file show it to be, when that is plainly something else than text in CSV or JSON. */
const foreignFormat = (start: Buffer): string | undefined => {
  if (startsWith(start, 0x50, 0x4b, 0x03, 0x04)) return 'an Excel workbook or a ZIP archive';
  if (startsWith(start, 0x1f, 0x8b)) return 'compressed with gzip';
  if (startsWith(start, 0xff, 0xfe) || startsWith(start, 0xfe, 0xff)) return 'text in UTF-16';
  return undefined;
};

/** Throws FileRefused `wrong_file` when the first bytes of a file show that it is not UTF-8 text of the wanted format. */
export const requireFormat = (start: Buffer, wanted: Format): void => {
  const foreign = foreignFormat(start);
  if (foreign) throw new FileRefused('wrong_file', `The file is ${foreign}. Upload it as ${wanted} in UTF-8.`);
  const text = textOf(start);
  const first = text.trimStart().charAt(0);
  if (first === '<') throw new FileRefused('wrong_file', `The file is HTML or XML. Upload it as ${wanted}.`);
  const json = first === '{' || first === '[';
  if (json && wanted === 'CSV') throw new FileRefused('wrong_file', 'The file is JSON; this kind of import takes CSV.');
  if (json || wanted === 'CSV') return;
  const like = recogniseHeader(headerOf(text));
  throw new FileRefused(
    'wrong_file',
    `The file is not JSON, which this kind of import takes${like ? `; ${likeness(like)}` : ''}.`,
  );
};

/** Whether the columns of a file are separated by tabs, as its first line shows. */
export const isTabSeparated = (start: Buffer): boolean => textOf(start).split('\n', 1)[0]?.includes('\t') ?? false;

const textOf = (start: Buffer): string => start.toString('utf8').replace(/^\ufeff/u, '');

/** The first line's columns, roughly: enough to tell by them what the file is. */
const headerOf = (text: string): string[] =>
  (text.split('\n', 1)[0] ?? '').split(/[,\t]/u).map((name) => name.replaceAll('"', ''));
