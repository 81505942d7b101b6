import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { advance, type Coverage, coverage } from './coverage.ts';
import { productListsAsBefore } from './coverage-as-before.ts';
import { coverageItem } from './coverage-table.ts';
import { changeKeeping, type Keeping, type ReadKept } from './keeping.ts';
import type { MadeBy } from './made-by.ts';

/** The mark of the import that made the lists of all these products last; `undefined` where it is not one for all. */
export const madeOfLists = ({ productLists = {} }: Coverage, skus: readonly string[]): MadeBy | undefined => {
  const marks = skus.map((sku) => (Object.hasOwn(productLists, sku) ? productLists[sku]?.made : undefined));
  const [first] = marks;
  return marks.every((one) => one?.importId === first?.importId) ? first : undefined;
};

/** Of the lists of these products, the newest day that is stored. */
export const newestDayOfLists = ({ productLists = {} }: Coverage, skus: readonly string[]): string | undefined =>
  skus
    .flatMap((sku) => (Object.hasOwn(productLists, sku) ? (productLists[sku]?.day ?? []) : []))
    .toSorted()
    .at(-1);

/**
 * Records that an import begins to make the lists of all holders of some products of a day (`YYYY-MM-DD`), and keeps what
 * was known before. From now on nobody takes those applied before for the last. Done once; `count` counts who held them.
 * Returns those counts.
 */
export const beginProductLists = async (
  table: Table,
  customerId: string,
  { skus, day }: { readonly skus: readonly string[]; readonly day: string },
  keeping: Keeping,
  count: () => Promise<MadeBy['counts']>,
): Promise<MadeBy['counts']> => {
  const item = coverageItem(table, customerId);
  const stored = (await readRevised(item))?.value ?? { activity: {} };
  const before = madeOfLists(stored, skus);
  if (before?.importId === keeping.importId) return before.counts;
  const counts = await count();
  const kept = { what: 'product-lists', madeOf: (one: Coverage) => madeOfLists(one, skus), count: () => counts };
  const made = await changeKeeping(item, keeping, kept, (current = { activity: {} }, mark) =>
    madeOfLists(current, skus)?.importId === keeping.importId
      ? undefined
      : advance(current, { productLists: { skus, day, made: mark } }),
  );
  return made?.counts ?? counts;
};

/** Takes back that an import made the lists of some products, as far as they are still its own. */
export const putBackProductLists = async (
  table: Table,
  customerId: string,
  { skus, importId }: { readonly skus: readonly string[]; readonly importId: string },
  readKept: ReadKept,
): Promise<void> => {
  const item = coverageItem(table, customerId);
  const stored = (await readRevised(item))?.value;
  const made = stored && madeOfLists(stored, skus);
  if (made?.importId !== importId) return;
  const before = made.kept === undefined ? undefined : coverage.parse(await readKept(made.kept));
  await changeUnderRevision(item, (current) => current && productListsAsBefore(current, skus, importId, before));
};
