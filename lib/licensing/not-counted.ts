import * as z from 'zod';
import { dayText } from '../time/day.ts';

const seats = z.int().min(0).nullable();

/** A product as a file names it that is none of the catalogue, and its seats by that file; `null` is not told. */
export const unnamedProduct = z
  .object({
    name: z.string().meta({ description: "As the file wrote it: the product's name, or its id where it tells none." }),
    partNumber: z.string().optional().meta({ description: 'Where the file tells one beside the id.' }),
    reason: z
      .enum(['unknown', 'ambiguous'])
      .meta({ description: 'No product goes by it, or several do and nothing tells which is meant.' }),
    sold: seats.meta({ description: 'Active seats that the file tells of; null where it does not say.' }),
    assigned: seats.meta({
      description:
        'Seats that are assigned, or people who hold it where the file is of users; null where it does not say.',
    }),
  })
  .meta({ id: 'UnnamedProduct' });
export type UnnamedProduct = z.infer<typeof unnamedProduct>;

/** What the import that spoke last of a source could not name. */
export const notCounted = z.object({
  importId: z.string(),
  /** Who handed it in: a partner's id, or that of the operator's portfolio. */
  portfolio: z.string(),
  /** The kind of import. */
  source: z.string(),
  /** The day that the file speaks of. */
  day: dayText,
  products: z.array(unnamedProduct),
  /** How many more names there were. */
  more: z.int().min(0),
});
export type NotCounted = z.infer<typeof notCounted>;

/** Most names that are kept of one file, and the bytes that they may take beside the list they are stored with. */
const MOST_NAMES = 200;
const MOST_BYTES = 30_000;

/** What the files of all sellers of a customer may take together: their lists share one item of at most 400 KB. */
const MOST_BYTES_OF_ALL_SELLERS = 90_000;

/** The names with most seats first, those whose seats nobody knows before those that have none. */
export const bySeats = (a: UnnamedProduct, b: UnnamedProduct): number =>
  weightOf(b) - weightOf(a) || (a.name < b.name ? -1 : 1);

const weightOf = ({ sold, assigned }: UnnamedProduct): number =>
  sold === null && assigned === null ? 0.5 : Math.max(sold ?? 0, assigned ?? 0);

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The names that are kept: those with most seats, as many as have room in `bytes`; the others are counted. */
export const keepNames = (
  products: readonly UnnamedProduct[],
  bytes: number = MOST_BYTES,
): Pick<NotCounted, 'products' | 'more'> => {
  const sorted = products.toSorted(bySeats).slice(0, MOST_NAMES);
  const kept: UnnamedProduct[] = [];
  let left = bytes;
  for (const one of sorted) {
    left -= bytesOf(one);
    if (left < 0) break;
    kept.push(one);
  }
  return { products: kept, more: products.length - kept.length };
};

/** The record of one seller cut to the room that those of the others leave. */
export const besideOthers = (own: NotCounted, others: readonly (NotCounted | undefined)[]): NotCounted => {
  const taken = others.reduce((sum, one) => sum + (one ? bytesOf(one.products) : 0), 0);
  const { products, more } = keepNames(own.products, Math.min(MOST_BYTES, MOST_BYTES_OF_ALL_SELLERS - taken));
  return { ...own, products, more: own.more + more };
};

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** Both together, of one name: what one of them does not tell is not known of both. */
export const sumOfName = (a: UnnamedProduct, b: UnnamedProduct): UnnamedProduct => ({
  ...a,
  sold: add(a.sold, b.sold),
  assigned: add(a.assigned, b.assigned),
});
