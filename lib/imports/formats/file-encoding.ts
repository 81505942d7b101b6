import * as z from 'zod';

/** The encodings that a request can say a file to be in. */
export const fileEncoding = z.enum(['utf-8', 'windows-1252', 'utf-16le']).meta({ id: 'FileEncoding' });
export type FileEncoding = z.infer<typeof fileEncoding>;

/** How bytes are read as text; the other order of UTF-16 is taken where its mark says so. */
export type TextEncoding = FileEncoding | 'utf-16be';

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** The encoding of a file by its first bytes: a byte order mark is believed before the request. */
export const encodingOf = (start: Buffer, said: FileEncoding): TextEncoding =>
  MARKS.find(([, mark]) => mark.every((byte, at) => start[at] === byte))?.[0] ?? said;

/**
 * Byte order marks at the beginning of a text, each as it is or as what it looks like when its bytes were taken for
 * Windows-1252 (once or twice) or for the code pages of consoles, as programs of Windows do.
 */
const LEADING_MARKS =
  /^(?:\ufeff|\u00ef\u00bb\u00bf|\u00c3\u00af\u00c2\u00bb\u00c2\u00bf|\u00b4\u2557\u2510|\u2229\u2557\u2510)+/u;

/** The text without the byte order marks before it, however many and however they were read. */
export const withoutMarks = (text: string): string => text.replace(LEADING_MARKS, '');

/** How many bytes the text takes in a file of the encoding. */
export const bytesIn = (text: string, encoding: TextEncoding): number => {
  if (encoding === 'utf-8') return Buffer.byteLength(text);
  return encoding === 'windows-1252' ? text.length : text.length * 2;
};

/** The beginning of a file as text. Its last character may be incomplete, and what is not understood is replaced. */
export const textOf = (start: Buffer, encoding: TextEncoding): string =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(start);

/** The text in Unicode's composed form (NFC), in which a letter and its accents are one; all below U+0300 is in it. */
export const composed = (text: string): string => (/[^\0-\u02ff]/u.test(text) ? text.normalize('NFC') : text);
