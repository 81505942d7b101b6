import { isAscii, isUtf8 } from 'node:buffer';
import { Transform, type TransformCallback } from 'node:stream';
import { bytesIn, type TextEncoding } from './file-encoding.ts';
import { LONGEST_LINE_BYTES } from './file-limits.ts';
import { FileRefused } from './findings.ts';

/** A stream that turns the bytes of a file into UTF-8, and fails with FileRefused where they are no text of its encoding. */
export interface TextDecoding {
  readonly stream: Transform;
  /** How many bytes of the file became the first so many of UTF-8; asked for more and more, never for fewer. */
  readonly sourceBytes: (utf8Bytes: number) => number;
  /** Whether what was read so far ends with a line break. */
  readonly endsWithBreak: () => boolean;
}

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];

/** What is decoded: the rest of a file after so many lines, with no line above so many bytes of UTF-8. */
interface DecodingOptions {
  readonly linesBefore?: number;
  readonly longestLine?: number;
  /** Whether `sourceBytes` will be asked. */
  readonly positions?: boolean;
}

/**
 * Makes the decoding of a file. Holds no more than what was decoded and not yet asked for by `sourceBytes`, of which it
 * keeps ASCII as its length alone.
 */
export const decodeText = (
  encoding: TextEncoding,
  { linesBefore = 0, longestLine = LONGEST_LINE_BYTES, positions = true }: DecodingOptions = {},
): TextDecoding => {
  const map = encoding === 'utf-8' || !positions ? undefined : byteMap(encoding);
  const lines = lineCounter(longestLine);
  let rest: Buffer = Buffer.alloc(0);

  const decodeWhole = (bytes: Buffer): Buffer => {
    const text = decodeChunk(bytes, encoding);
    if (text === undefined)
      throw notText(linesBefore + lines.count() + linesBeforeFault(bytes, encoding) + 1, encoding);
    const tooLong = lines.add(text);
    if (tooLong !== undefined) throw lineTooLong(linesBefore + tooLong, longestLine);
    map?.add(text);
    return text;
  };
  const stream = new Transform({
    transform: (chunk: Buffer, _, done: TransformCallback) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const whole = wholeCharacters(bytes, encoding);
      rest = bytes.subarray(whole);
      attempt(done, () => decodeWhole(bytes.subarray(0, whole)));
    },
    flush: (done: TransformCallback) => attempt(done, () => decodeWhole(rest)),
  });
  return { stream, sourceBytes: (bytes) => map?.sourceBytes(bytes) ?? bytes, endsWithBreak: lines.endsWithBreak };
};

/** A stream that turns the bytes of a whole file, whose lines may be of any length, into UTF-8; fails as `decodeText` does. */
export const decodeDocument = (encoding: TextEncoding): Transform =>
  decodeText(encoding, { longestLine: Number.POSITIVE_INFINITY, positions: false }).stream;

const attempt = (done: TransformCallback, decode: () => Buffer): void => {
  try {
    done(null, decode());
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
};

const decodeChunk = (bytes: Buffer, encoding: TextEncoding): Buffer | undefined => {
  if (encoding === 'utf-8') return isUtf8(bytes) ? bytes : undefined;
  try {
    return Buffer.from(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

/** How many of the bytes are whole characters: the last one may go on in the next chunk. */
const wholeCharacters = (bytes: Buffer, encoding: TextEncoding): number => {
  if (encoding === 'windows-1252') return bytes.length;
  if (encoding !== 'utf-8') {
    const even = bytes.length - (bytes.length % 2);
    const lastUnitHigh = bytes[encoding === 'utf-16le' ? even - 1 : even - 2] ?? 0;
    return lastUnitHigh >= 0xd8 && lastUnitHigh < 0xdc ? even - 2 : even;
  }
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
};

/** Line breaks before the first character that is not understood. */
const linesBeforeFault = (bytes: Buffer, encoding: TextEncoding): number => {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  return (text.slice(0, Math.max(0, text.indexOf('\ufffd'))).match(/\r\n|\r|\n/gu) ?? []).length;
};

const notText = (line: number, encoding: TextEncoding): FileRefused =>
  encoding === 'utf-8'
    ? new FileRefused(
        'not_utf8',
        `Line ${line} is not UTF-8. Save the file as UTF-8 and upload it again, or say by "encoding" that it is windows-1252 or utf-16le when you ask for the import.`,
        line,
      )
    : new FileRefused(
        'not_text',
        `Line ${line} is not text in ${encoding}. Save the file as UTF-8 and upload it again.`,
        line,
      );

const lineTooLong = (line: number, longest: number): FileRefused =>
  new FileRefused(
    'line_too_long',
    `Line ${line} has more than ${longest.toLocaleString('en')} bytes, as no row of a report has. Export the file again and upload it as it is.`,
    line,
  );

/** Counts the line breaks of UTF-8 that comes in chunks. */
const lineCounter = (longestLine: number) => {
  let [breaks, bytes] = [0, 0];
  let last = LINE_FEED;
  return {
    /** Answers the line that is too long, if one is. */
    add: (text: Buffer): number | undefined => {
      for (let at = 0; at < text.length; at += 1) {
        const byte = text[at] ?? 0;
        if (byte === CARRIAGE_RETURN || byte === LINE_FEED) {
          if (byte === CARRIAGE_RETURN || last !== CARRIAGE_RETURN) breaks += 1;
          bytes = 0;
        } else {
          bytes += 1;
          if (bytes > longestLine) return breaks + 1;
        }
        last = byte;
      }
      return undefined;
    },
    count: (): number => breaks,
    endsWithBreak: (): boolean => last === LINE_FEED || last === CARRIAGE_RETURN,
  };
};

/** A chunk of UTF-8 by its bytes, or where it is ASCII, of which each byte is a character, by how many. */
type MappedChunk = Buffer | number;

/** Follows which bytes of the file UTF-8 comes from. */
const byteMap = (encoding: TextEncoding) => {
  const chunks: MappedChunk[] = [];
  const bytesOf = (chunk: MappedChunk): number =>
    typeof chunk === 'number' ? chunk * bytesIn(' ', encoding) : bytesIn(chunk.toString('utf8'), encoding);
  let [utf8, source] = [0, 0];
  return {
    add: (text: Buffer): void => {
      chunks.push(isAscii(text) ? text.length : text);
    },
    sourceBytes: (wanted: number): number => {
      for (let chunk = chunks[0]; chunk !== undefined && utf8 < wanted; chunk = chunks[0]) {
        const length = typeof chunk === 'number' ? chunk : chunk.length;
        const taken = Math.min(length, wanted - utf8);
        source += bytesOf(typeof chunk === 'number' ? taken : chunk.subarray(0, taken));
        utf8 += taken;
        if (taken === length) chunks.shift();
        else chunks[0] = typeof chunk === 'number' ? chunk - taken : chunk.subarray(taken);
      }
      return source;
    },
  };
};
