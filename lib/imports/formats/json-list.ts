import { LONGEST_ENVELOPE_BYTES, LONGEST_ITEM_BYTES, MOST_LEVELS } from './file-limits.ts';
import { FileRefused } from './findings.ts';

/** The properties that hold the list of an answer, as Microsoft and PowerShell name them. */
const LIST = /^(?:[Vv]alue|[Ii]tems)$/u;
const LONGEST_NAME = 16;

/** The properties that hold the list in answers of the vendors whose files of seats are read. */
export const SEAT_LISTS = /^(?:value|items|data|seats|users|members|teamMembers|results)$/u;

/** A JSON document whose list was handed over item by item. */
export interface ListedDocument {
  /** All but the items: the list that they came from is empty. */
  readonly document: unknown;
  /** The property that holds the list; `null` where the document is that list, `undefined` where it has none. */
  readonly list: string | null | undefined;
  readonly count: number;
}

const [QUOTE, COMMA, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x22, 0x2c, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Reads a JSON document in UTF-8 that comes in chunks, without ever holding more of it than one item: finds where each item
 * of its list begins and ends, and hands the item's value to `take`, in order, with its index. The list is that of the
 * property `value` or `items` (or of `lists`), or the document itself. What is JSON, `JSON.parse` says, of each item and of what stands
 * around them. (Parsers that stream tokens take five times as long, 33 s for a file of 1 GB, and know no limits.)
 *
 * Throws FileRefused: `invalid_json`; `too_deep`, `item_too_large` and `too_large` above the limits; `wrong_file` where the
 * document has two such lists.
 */
export const readJsonList = async (
  chunks: AsyncIterable<Buffer>,
  take: (item: unknown, at: number) => void,
  lists: RegExp = LIST,
): Promise<ListedDocument> => {
  const scan = listScanner(take, lists);
  for await (const chunk of chunks) scan.feed(chunk);
  return scan.end();
};

/** Bytes that are collected across chunks, at most `most` of them. */
const collector = (most: number, refusal: () => FileRefused) => {
  let parts: Buffer[] = [];
  let size = 0;
  return {
    add: (part: Buffer): void => {
      size += part.length;
      if (size > most) throw refusal();
      if (part.length > 0) parts.push(part);
    },
    take: (): string => {
      const text = (parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)).toString('utf8');
      parts = [];
      size = 0;
      return text;
    },
  };
};

/** What the part is that is being read: what stands around the list, what stands between its items, or an item by its kind. */
type Part = 'around' | 'between' | 'nested' | 'text' | 'bare';

const listScanner = (take: (item: unknown, at: number) => void, lists: RegExp) => {
  let [depth, count] = [0, 0];
  const around = collector(LONGEST_ENVELOPE_BYTES, envelopeTooLarge);
  const item = collector(LONGEST_ITEM_BYTES, () => itemTooLarge(count));
  let [inString, escaped] = [false, false];
  let topIsList: boolean | undefined;
  /** The beginning of the last text directly in the document, which before a colon is the name of a property. */
  let name = '';
  let list: string | null | undefined;
  let listDepth = 0;
  let expectsItem = true;

  const deeper = (): void => {
    depth += 1;
    if (depth > MOST_LEVELS) throw tooDeep();
  };

  const finishItem = (): void => {
    const at = count;
    count += 1;
    expectsItem = false;
    take(parse(item.take(), `${list ?? ''}[${at}]`), at);
  };

  /** Reads on in a string. Returns where it ends, or the end of the chunk. */
  const readString = (chunk: Buffer, from: number, isName: boolean): number => {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        inString = false;
        return at + 1;
      }
      if (isName && name.length <= LONGEST_NAME) name += String.fromCharCode(byte);
    }
    return chunk.length;
  };

  /** Reads a byte around the list. Returns the part that goes on after it. */
  const readAround = (byte: number): Part => {
    if (byte === QUOTE) {
      inString = true;
      if (depth === 1) name = '';
    } else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    else if (byte === OPEN || byte === OPEN_LIST) {
      const isFirst = topIsList === undefined;
      topIsList ??= byte === OPEN_LIST;
      const isList = byte === OPEN_LIST && (isFirst || (!topIsList && depth === 1 && lists.test(name)));
      deeper();
      if (!isList) return 'around';
      if (list !== undefined) throw twoLists(list ?? '', name);
      list = isFirst ? null : name;
      listDepth = depth;
      return 'between';
    }
    return 'around';
  };

  /** Reads a byte between items. Returns the part that begins with it. */
  const readBetween = (byte: number): Part => {
    if (isSpace(byte)) return 'between';
    if (byte === COMMA) {
      if (expectsItem) throw invalid('a comma stands where an item of the list is missing');
      expectsItem = true;
      return 'between';
    }
    if (byte === CLOSE_LIST) {
      if (expectsItem && count > 0) throw invalid('the list ends with a comma');
      depth -= 1;
      return 'around';
    }
    if (!expectsItem) throw invalid(`a comma is missing after item ${count - 1} of the list`);
    if (byte === QUOTE) {
      inString = true;
      return 'text';
    }
    if (byte !== OPEN && byte !== OPEN_LIST) return 'bare';
    deeper();
    return 'nested';
  };

  /** Reads a byte of an item outside of its strings. Returns whether the item ends with it. */
  const readNested = (byte: number): boolean => {
    if (byte === QUOTE) inString = true;
    else if (byte === OPEN || byte === OPEN_LIST) deeper();
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    return depth === listDepth;
  };

  let part: Part = 'around';
  const feed = (chunk: Buffer): void => {
    let from = 0; // where in the chunk the part begins
    for (let at = 0; at < chunk.length; ) {
      let ends = false;
      if (inString) {
        at = readString(chunk, at, part === 'around' && depth === 1);
        ends = part === 'text' && !inString;
      } else {
        const byte = chunk[at] ?? 0;
        if (part === 'bare') {
          // What ends a number or a word is no part of it.
          ends = byte === COMMA || byte === CLOSE_LIST || byte === CLOSE || isSpace(byte);
          at += ends ? 0 : 1;
        } else {
          at += 1;
          if (part === 'nested') ends = readNested(byte);
          else if (part === 'between') {
            part = readBetween(byte);
            from = at - 1;
          } else if (readAround(byte) === 'between') {
            around.add(chunk.subarray(from, at));
            part = 'between';
          }
        }
      }
      if (!ends) continue;
      item.add(chunk.subarray(from, at));
      part = 'between';
      finishItem();
    }
    if (part === 'around') around.add(chunk.subarray(from));
    else if (part !== 'between') item.add(chunk.subarray(from));
  };

  const end = (): ListedDocument => {
    if (depth > 0 || inString || part !== 'around') throw invalid('it ends in the middle');
    return { document: parse(around.take(), ''), list, count };
  };
  return { feed, end };
};

const parse = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = reasonOf(cause);
    throw invalid(where === '' ? reason : `${where}: ${reason}`);
  }
};

/** What the runtime says of it, without the text around the place, which it quotes: names of people may stand there. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message.replace(/, (?:\.\.\.)?".*$/su, '') : 'unreadable';

const invalid = (reason: string): FileRefused =>
  new FileRefused('invalid_json', `The file is not whole JSON: ${reason}. Save and upload it again.`);

const tooDeep = (): FileRefused =>
  new FileRefused(
    'too_deep',
    `The file is nested deeper than ${MOST_LEVELS} levels, as no answer of Microsoft is. Save the answer again and upload it as it is.`,
  );

const itemTooLarge = (at: number): FileRefused =>
  new FileRefused(
    'item_too_large',
    `Item ${at} of the list has more than ${LONGEST_ITEM_BYTES.toLocaleString('en')} bytes. Put the items of all pages into one list, each by itself.`,
  );

const envelopeTooLarge = (): FileRefused =>
  new FileRefused(
    'too_large',
    `The file has more than ${LONGEST_ENVELOPE_BYTES.toLocaleString('en')} bytes outside of a list "value" or "items". Save the answer as it is.`,
  );

const twoLists = (one: string, other: string): FileRefused =>
  new FileRefused('wrong_file', `The file has two lists, "${one}" and "${other}". Save one answer as it is.`);
