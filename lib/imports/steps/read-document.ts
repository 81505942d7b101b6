import { decodeWholeText } from '../formats/decode-text.ts';
import { encodingOf, type TextEncoding, withoutMarks } from '../formats/file-encoding.ts';
import { FileRefused } from '../formats/findings.ts';
import { requireFormat } from '../formats/readers/sniff-format.ts';
import type { ImportStep } from './import-step.ts';
import { readUpload } from './uploaded-file.ts';

/**
 * Reads the uploaded file as one JSON document, with or without byte order marks, all of it in memory. Throws FileRefused:
 * `wrong_file` when it is no JSON, `too_large` above `largestBytes`, `not_utf8` or `not_text` when it is in another encoding
 * than UTF-8 or was said, `invalid_json` when it is not whole, `incomplete` when it leads to a next page.
 */
export const readDocument = async (
  { file, start, job }: Pick<ImportStep, 'file' | 'start' | 'job'>,
  largestBytes: number,
): Promise<unknown> => {
  requireFormat(start, 'JSON', job.encoding);
  if (file.bytes > largestBytes)
    throw new FileRefused('too_large', `The file has ${file.bytes} bytes; this kind takes at most ${largestBytes}.`);
  const text = await readText(file, encodingOf(start, job.encoding));
  const document = parse(text);
  const link = nextLinkOf(document) ?? (Array.isArray(document) ? document.map(nextLinkOf).find(Boolean) : undefined);
  if (link)
    throw new FileRefused(
      'incomplete',
      `The file is one page of several: it has a "${link}". Put the items of all pages into one list, without the link.`,
    );
  return document;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new FileRefused('invalid_json', `The file is not whole JSON: ${reason}. Save and upload it again.`);
  }
};

/** A property that leads to the next page, by whatever case and prefix programs write it: `@odata.nextLink`, `OdataNextLink`. */
const NEXT_LINK = /^(?:@?odata[._]?)?next_?link$/iu;

const nextLinkOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name, link]) => NEXT_LINK.test(name) && typeof link === 'string' && link !== '')?.[0]
    : undefined;

/** The bytes are let go of with this function: a text beside them would take the memory twice. */
const readText = async (file: ImportStep['file'], encoding: TextEncoding): Promise<string> =>
  withoutMarks(decodeWholeText(Buffer.concat(await (await readUpload(file, 0)).toArray()), encoding));
