import { withoutMarks } from './file-encoding.ts';

const [LINE_FEED, CARRIAGE_RETURN, SPACE, TAB] = [0x0a, 0x0d, 0x20, 0x09];
const COMMA_AND_BREAK = Buffer.from(',\n');
const isBlank = (byte: number | undefined): boolean => byte === CARRIAGE_RETURN || byte === SPACE || byte === TAB;

/**
 * Whether a text in JSON has an object on each line, by its beginning: its first line is an object by itself, and none with
 * one of `lists`; a line that is longer than the beginning is taken for one unless such a list opens in it.
 */
export const areJsonLines = (start: string, lists: RegExp): boolean => {
  const text = withoutMarks(start).trimStart();
  if (!text.startsWith('{')) return false;
  const end = text.search(/[\r\n]/u);
  if (end < 0) {
    const opened = [...text.matchAll(/"(\w+)"\s*:\s*\[/gu)].some(([, name = '']) => lists.test(name));
    return !opened && !text.trimEnd().endsWith('}');
  }
  try {
    const first: unknown = JSON.parse(text.slice(0, end));
    const holdsList = Object.entries(first as object).some(([name, value]) => lists.test(name) && Array.isArray(value)); // it begins with {
    return !holdsList;
  } catch {
    return false;
  }
};

/**
 * JSON lines (UTF-8, in chunks) as one JSON list: their breaks become commas. A line break inside of a line's texts is
 * written as an escape, so that none but those between lines are in the file. Lines with nothing but spaces are left out.
 */
export async function* linesAsList(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('[');
  let [isEmpty, lineBegun, owesComma] = [true, false, false];
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = 0; at <= chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte !== LINE_FEED && at < chunk.length) {
        if (lineBegun || isBlank(byte)) continue;
        if (owesComma) yield COMMA_AND_BREAK;
        [isEmpty, lineBegun, owesComma] = [false, true, false];
        from = at;
        continue;
      }
      if (lineBegun) yield chunk.subarray(from, at);
      if (byte === LINE_FEED) {
        owesComma = !isEmpty;
        lineBegun = false;
      }
      from = at + 1;
    }
  }
  yield Buffer.from(']');
}
