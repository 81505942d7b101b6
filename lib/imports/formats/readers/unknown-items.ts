import * as z from 'zod';
import type { Catalogue } from '../../../catalogue/product.ts';
import { addWarning, type Findings } from '../findings.ts';

const ofProduct = z.object({ skuId: z.string().transform((text) => text.trim().toLowerCase()) });

/** Whether an item is of a product of the catalogue, or does not even tell of which. */
export const mayBeKnown = (item: unknown, { products }: Pick<Catalogue, 'products'>): boolean => {
  const { data } = ofProduct.safeParse(item);
  return data === undefined || products.has(data.skuId);
};

/** Warns, in place, of an item that is not understood and would be left out anyway, so that the rest is taken. */
export const warnOfUnreadable = (found: Findings): void =>
  addWarning(
    found,
    'unknown_product',
    'Items of products that are not in the catalogue are not understood: they, counted here, are left out.',
  );
