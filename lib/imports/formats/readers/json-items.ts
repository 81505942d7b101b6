import * as z from 'zod';
import { FileRefused } from '../findings.ts';
import type { JsonKind } from '../kinds/import-kind.ts';
import { recogniseForeignItems, recogniseItem } from '../kinds/recognise-items.ts';
import { plainDocument } from '../plain-items.ts';

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
 * `plainDocument`, which changes the document. Throws FileRefused: `wrong_file` for an answer of another kind,
 * which is named, or for none at all; `incomplete` when the file is a part of several; `empty_file`.
 */
export const itemsOf = (document: unknown, { signs }: JsonKind): readonly unknown[] => {
  const { call, list } = signs;
  const plain = plainDocument(document);
  const parsed = z.union([bareList, envelope]).safeParse(recogniseItem(plain) ? [plain] : plain);
  const other = parsed.success ? recogniseForeignItems(parsed.data.value ?? parsed.data.items ?? [], signs) : undefined;
  if (other)
    throw new FileRefused(
      'wrong_file',
      `The file looks like one of the kind ${other}. Import it as that kind; this one takes the answer of ${call}.`,
    );
  const items = parsed.data?.[list];
  if (!parsed.success || !items)
    throw new FileRefused('wrong_file', `The file has no list "${list}". Save the answer of ${call} as it is.`);
  requireWhole(parsed.data, items, list);
  return items;
};

const requireWhole = (answer: z.output<typeof envelope>, items: readonly unknown[], list: string): void => {
  const total = answer.totalCount ?? answer['@odata.count'] ?? items.length;
  const sign = answer['@odata.nextLink']
    ? 'it has an "@odata.nextLink"'
    : answer.links?.next
      ? 'it has a link "next"'
      : total > items.length
        ? `it has ${items.length} of ${total} items`
        : undefined;
  if (sign)
    throw new FileRefused(
      'incomplete',
      `The file is one page of several: ${sign}. Put the items of all pages into one list "${list}", without the link.`,
    );
  if (items.length === 0)
    throw new FileRefused(
      'empty_file',
      `The list "${list}" is empty, which is no proof that there is nothing. Fetch it again.`,
    );
};
