import { Problem } from '../problem/problem.ts';
import { illFormedAt } from '../values/ill-formed.ts';

/** Fatal: what is no UTF-8 must not become replacement characters, under which two people would be one. */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** What stands where bytes were no UTF-8. The gateway puts it there itself in bodies that it hands on as text. */
const REPLACEMENT = '\uFFFD';

const notUtf8 = (): Problem =>
  new Problem(
    400,
    'not_utf8',
    'The body is not UTF-8, so that its letters cannot be read. Send UTF-8 bytes, from Windows PowerShell by -Body ([Text.Encoding]::UTF8.GetBytes($json)). Nothing was stored.',
  );

/** The text of UTF-8 bytes, without a byte order mark. Throws a 400 problem `not_utf8`. */
export const decodeUtf8 = (bytes: Buffer): string => {
  try {
    return requireNoReplacement(UTF_8.decode(bytes));
  } catch (cause) {
    if (cause instanceof TypeError) throw notUtf8();
    throw cause;
  }
};

/** The text, unless it holds what stands for bytes that were none. Throws a 400 problem `not_utf8`. */
export const requireNoReplacement = (text: string): string => {
  if (text.includes(REPLACEMENT)) throw notUtf8();
  return text;
};

/** Throws a 415 problem `unsupported_charset` when a content type declares another charset than UTF-8. */
export const requireUtf8 = (contentType: string | undefined): void => {
  const [, declared] = /;\s*charset\s*=\s*"?([^";\s]*)"?/iu.exec(contentType ?? '') ?? [];
  if (declared === undefined || /^(?:utf-?8|us-ascii)$/iu.test(declared)) return;
  throw new Problem(
    415,
    'unsupported_charset',
    `The body declares the charset "${declared}". Send UTF-8, and say "charset=utf-8" or nothing.`,
  );
};

const composed = (value: unknown): unknown => {
  if (typeof value === 'string') return value.normalize('NFC');
  if (Array.isArray(value)) return value.map(composed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.normalize('NFC'), composed(member)]));
};

/**
 * A JSON value of a request with all its texts in composed form (NFC), so that two spellings of one name are one. Throws a
 * 400 problem `invalid_text` that names where half a surrogate pair stands, but for the lists `judgedByEntry`, whose
 * schemas say so of each entry.
 */
export const composeTexts = (value: unknown, judgedByEntry: readonly string[] = []): unknown => {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const judged = isObject ? Object.entries(value).filter(([key]) => !judgedByEntry.includes(key)) : undefined;
  const found = illFormedAt(judged ? Object.fromEntries(judged) : value);
  if (found === undefined) return composed(value);
  throw new Problem(
    400,
    'invalid_text',
    `${found || 'The document'}: half a surrogate pair is no text. Correct it and send it again; nothing was stored.`,
  );
};
