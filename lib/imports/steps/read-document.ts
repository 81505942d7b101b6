import { decodeDocument } from '../formats/decode-text.ts';
import { bytesIn, encodingOf, type TextEncoding, textOf, withoutMarks } from '../formats/file-encoding.ts';
import { MOST_ITEMS } from '../formats/file-limits.ts';
import { FileRefused } from '../formats/findings.ts';
import { type ListedDocument, readJsonList } from '../formats/json-list.ts';
import { requireFormat } from '../formats/readers/sniff-format.ts';
import type { ImportStep } from './import-step.ts';
import { readUpload } from './uploaded-file.ts';

type FileOfStep = Pick<ImportStep, 'file' | 'start' | 'job'>;

/** Where the items of a file are. */
interface ItemsIn {
  /** The properties that may hold their list. */
  readonly lists?: RegExp;
  /** Makes the document of what the file holds, in UTF-8. */
  readonly decoded?: (bytes: AsyncIterable<Buffer>) => AsyncIterable<Buffer>;
}

/**
 * Reads the uploaded file as one JSON document, with or without byte order marks, and hands the items of its list to `take`,
 * one by one. Throws FileRefused: `wrong_file` when it is no JSON, `not_utf8` or `not_text` when it is in another encoding
 * than UTF-8 or was said, `invalid_json` when it is not whole, `incomplete` when it leads to a next page; and what
 * `readJsonList` refuses.
 */
export const readItems = async (
  { file, start, job }: FileOfStep,
  take: (item: unknown, at: number) => void,
  { lists, decoded = (bytes) => bytes }: ItemsIn = {},
): Promise<ListedDocument> => {
  requireFormat(start, 'JSON', job.encoding);
  const encoding = encodingOf(start, job.encoding);
  const bytes = await readUpload(file, bytesOfMarks(start, encoding));
  let link: string | undefined;
  const listed = await readJsonList(
    decoded(bytes.compose(decodeDocument(encoding))),
    (item, at) => {
      link ??= nextLinkOf(item);
      take(item, at);
    },
    lists,
  );
  // A list of pages is one by its items; an item of an answer has no links.
  const found = nextLinkOf(listed.document) ?? (listed.list === null ? link : undefined);
  if (found)
    throw new FileRefused(
      'incomplete',
      `The file is one page of several: it has a "${found}". Put the items of all pages into one list, without the link.`,
    );
  return listed;
};

/** Reads the uploaded file as `readItems` does, all of it into memory. Returns the document. */
export const readDocument = async (step: FileOfStep): Promise<unknown> => {
  const items: unknown[] = [];
  const { document, list } = await readItems(step, (item) => {
    if (items.push(item) > MOST_ITEMS) throw tooManyItems();
  });
  if (list === null) return items;
  return list === undefined ? document : { ...(document as object), [list]: items }; // only an object has a named list
};

const tooManyItems = (): FileRefused =>
  new FileRefused(
    'too_many_items',
    `The list has more than ${MOST_ITEMS.toLocaleString('en')} items, as no answer of this kind has. Save the answer of one customer as it is.`,
  );

const bytesOfMarks = (start: Buffer, encoding: TextEncoding): number => {
  const text = textOf(start, encoding);
  return bytesIn(text.slice(0, text.length - withoutMarks(text).length), encoding);
};

/** A property that leads to the next page, by whatever case and prefix programs write it: `@odata.nextLink`, `OdataNextLink`. */
const NEXT_LINK = /^(?:@?odata[._]?)?next_?link$/iu;

const nextLinkOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(
    ([name, link]) => NEXT_LINK.test(name) && typeof link === 'string' && link !== '',
  )?.[0];
};
