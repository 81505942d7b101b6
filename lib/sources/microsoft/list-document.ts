import { refuse } from './obstacles.ts';

/** A page of a list, and where the list goes on. */
export interface ListPage {
  readonly items: readonly unknown[];
  readonly next?: (() => Promise<ListPage>) | undefined;
}

/** How a list is written down. */
interface DocumentForm {
  /** What the list is, in a refusal. */
  readonly what: string;
  /** What stands before the items in the document, as `{"value":[`. */
  readonly opening: string;
  readonly mostBytes: number;
}

/** More pages than a tenant of a million users has, and so a list without an end. */
export const MOST_PAGES = 2000;

/**
 * One JSON document of all pages of a list, page by page as it is read: no more than a page is held. Throws Stopped where the
 * list has no end, besides what asking for a page throws.
 */
export async function* listDocument(first: ListPage, form: DocumentForm): AsyncGenerator<Buffer, void, undefined> {
  const { what, opening, mostBytes } = form;
  let [bytes, pages, separator] = [0, 0, ''];
  const written = (text: string): Buffer => {
    const chunk = Buffer.from(text);
    bytes += chunk.length;
    if (bytes > mostBytes)
      throw refuse('answer_unusable', `${what}: more than ${mostBytes.toLocaleString('en')} bytes`);
    return chunk;
  };
  yield written(opening);
  for (let page = first; ; page = await page.next()) {
    pages += 1;
    if (page.items.length > 0) {
      yield written(separator + page.items.map((item) => textOf(item, what)).join(','));
      separator = ',';
    }
    if (!page.next) break;
    if (pages === MOST_PAGES)
      throw refuse('answer_unusable', `${what}: more than ${MOST_PAGES.toLocaleString('en')} pages`);
  }
  yield written(']}');
}

const textOf = (item: unknown, what: string): string => {
  try {
    return JSON.stringify(item);
  } catch {
    throw refuse('answer_unusable', `${what}: nested too deeply`); // parsing takes deeper values than writing does
  }
};
