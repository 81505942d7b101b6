import { decodeWholeText } from '../formats/decode-text.ts';
import { encodingOf, type TextEncoding, withoutMarks } from '../formats/file-encoding.ts';
import { FileRefused } from '../formats/findings.ts';
import { requireFormat } from '../formats/readers/sniff-format.ts';
import type { ImportStep } from './import-step.ts';
import { readUpload } from './uploaded-file.ts';

/**
 * Reads the uploaded file as one JSON document, with or without byte order marks, all of it in memory. Throws FileRefused:
 * `wrong_file` when it is no JSON, `too_large` above `largestBytes`, `not_utf8` or `not_text` when it is in another encoding
 * than UTF-8 or was said, `invalid_json` when it is not whole.
 */
export const readDocument = async (
  { file, start, job }: Pick<ImportStep, 'file' | 'start' | 'job'>,
  largestBytes: number,
): Promise<unknown> => {
  requireFormat(start, 'JSON', job.encoding);
  if (file.bytes > largestBytes)
    throw new FileRefused('too_large', `The file has ${file.bytes} bytes; this kind takes at most ${largestBytes}.`);
  const text = await readText(file, encodingOf(start, job.encoding));
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new FileRefused('invalid_json', `The file is not whole JSON: ${reason}. Save and upload it again.`);
  }
};

/** The bytes are let go of with this function: a text beside them would take the memory twice. */
const readText = async (file: ImportStep['file'], encoding: TextEncoding): Promise<string> =>
  withoutMarks(decodeWholeText(Buffer.concat(await (await readUpload(file, 0)).toArray()), encoding));
