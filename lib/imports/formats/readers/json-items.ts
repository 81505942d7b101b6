import * as z from 'zod';
import { FileRefused } from '../findings.ts';
import type { ListedDocument } from '../json-list.ts';
import type { ItemSigns, JsonKind } from '../kinds/import-kind.ts';
import { LOOKED_AT, recogniseForeignItems, recogniseItem } from '../kinds/recognise-items.ts';
import { plainDocument, plainItem } from '../plain-items.ts';

/** What surrounds the items of an answer of Microsoft Graph (`value`) or of Partner Center (`items`). */
const envelope = z.object({
  value: z.array(z.unknown()).optional(),
  items: z.array(z.unknown()).optional(),
  '@odata.nextLink': z.string().nullish(),
  '@odata.count': z.number().nullish(),
  totalCount: z.number().nullish(),
  links: z.object({ next: z.unknown() }).partial().nullish(),
});
const bareList = z.array(z.unknown()).transform((list): z.output<typeof envelope> => ({ value: list, items: list }));

/**
 * The items of a whole answer, or of its bare list, or the only item by itself, as Microsoft names their properties: see
 * `plainDocument`, which changes the document. `count` says how many items there are, where the document holds the first
 * of them alone. Throws FileRefused: `wrong_file` for an answer of another kind, which is named, or for none at all;
 * `incomplete` when the file is a part of several; `empty_file`.
 */
export const itemsOf = (document: unknown, { signs }: JsonKind, count?: number): readonly unknown[] => {
  const { call, list } = signs;
  const plain = plainDocument(document);
  const parsed = z.union([bareList, envelope]).safeParse(recogniseItem(plain) ? [plain] : plain);
  if (parsed.success) requireOwn(parsed.data.value ?? parsed.data.items ?? [], signs);
  const items = parsed.data?.[list];
  if (!parsed.success || !items)
    throw new FileRefused('wrong_file', `The file has no list "${list}". Save the answer of ${call} as it is.`);
  requireWhole(parsed.data, count ?? items.length, list);
  return items;
};

/**
 * Judges an answer of which the items come one by one, as `itemsOf` judges a whole one: by the first of them as soon as
 * they are there, and by the document around them at the end. Hands each item on to `take`. Throws FileRefused.
 */
export const judgeItems = (kind: JsonKind, take: (item: unknown, at: number) => void) => {
  const first: unknown[] = [];
  return {
    add: (item: unknown, at: number): void => {
      if (first.length < LOOKED_AT && first.push(plainItem(item)) === LOOKED_AT) requireOwn(first, kind.signs);
      take(item, at);
    },
    end: ({ document, list, count }: ListedDocument): void => {
      if (list === undefined) for (const [at, item] of itemsOf(document, kind).entries()) take(item, at);
      else if (list === null) itemsOf(first, kind, count);
      else itemsOf({ ...(document as object), [list]: first }, kind, count); // only an object has a named list
    },
  };
};

const requireOwn = (first: readonly unknown[], signs: ItemSigns): void => {
  const other = recogniseForeignItems(first, signs);
  if (other)
    throw new FileRefused(
      'wrong_file',
      `The file looks like one of the kind ${other}. Import it as that kind; this one takes the answer of ${signs.call}.`,
    );
};

const requireWhole = (answer: z.output<typeof envelope>, count: number, list: string): void => {
  const total = answer.totalCount ?? answer['@odata.count'] ?? count;
  const sign = answer['@odata.nextLink']
    ? 'it has an "@odata.nextLink"'
    : answer.links?.next
      ? 'it has a link "next"'
      : total > count
        ? `it has ${count} of ${total} items`
        : undefined;
  if (sign)
    throw new FileRefused(
      'incomplete',
      `The file is one page of several: ${sign}. Put the items of all pages into one list "${list}", without the link.`,
    );
  if (count === 0)
    throw new FileRefused(
      'empty_file',
      `The list "${list}" is empty, which is no proof that there is nothing. Fetch it again.`,
    );
};
