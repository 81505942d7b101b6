import * as z from 'zod';
import type { ProductOfId } from '../../../catalogue/names/product-of-id.ts';
import { addWarning, FileRefused, type Findings } from '../findings.ts';
import type { JsonKind } from '../kinds/import-kind.ts';
import { addUnnamed, type Unnamed } from '../unnamed.ts';

const ofProduct = z.object({
  skuId: z.string().transform((text) => text.trim().toLowerCase()),
  skuPartNumber: z.string().optional().catch(undefined),
});

/** A product of Microsoft Graph's answers that the catalogue does not know: its name is its id, as users' files tell no other. */
export const unnamedSku = (
  { skuId, skuPartNumber }: { readonly skuId: string; readonly skuPartNumber?: string | undefined },
  seats: { readonly sold: number | null; readonly assigned: number | null },
) => ({
  name: skuId,
  ...(skuPartNumber === undefined ? {} : { partNumber: skuPartNumber.slice(0, 200).toWellFormed() }),
  reason: 'unknown' as const,
  ...seats,
});

/**
 * Leaves out an item that is not understood where it is at least understood to be of no product of the catalogue, so that
 * the rest is taken: with a warning, and its product among the unnamed. Returns whether it is such an item.
 */
export const leaveOutUnknown = (item: unknown, find: ProductOfId, found: Findings, unnamed: Unnamed): boolean => {
  const { data } = ofProduct.safeParse(item);
  if (data === undefined || find(data.skuId, data.skuPartNumber)) return false;
  warnOfUnreadable(found);
  addUnnamed(unnamed, unnamedSku(data, { sold: null, assigned: null }));
  return true;
};

/** Warns, in place, of an item that is not understood and would be left out anyway, so that the rest is taken. */
export const warnOfUnreadable = (found: Findings): void =>
  addWarning(
    found,
    'unknown_product',
    'Items of products that are not in the catalogue are not understood: they, counted here, are left out.',
  );

/** Throws FileRefused `wrong_file` when no item at all is one of the kind: then nothing was read that could be left out. */
export const requireSomeRead = (items: number, unreadable: number, { signs }: JsonKind): void => {
  if (unreadable === 0 || unreadable < items) return;
  throw new FileRefused(
    'wrong_file',
    `None of the ${items} items has what an item of ${signs.call} has. Save the answer of that call as it is.`,
  );
};
