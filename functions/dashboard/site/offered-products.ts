import { may } from '../../../lib/access/caller.ts';
import { productLabels } from '../../../lib/catalogue/names/product-labels.ts';
import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import type { UnnamedProduct } from '../../../lib/licensing/not-counted.ts';
import type { Visitor } from './page.ts';
import { licensing } from './stores.ts';

/** What products are chosen by where the visitor may map one of these names to them; `undefined` where not. */
export const offeredProducts = async (
  { caller }: Visitor,
  names: readonly Pick<UnnamedProduct, 'reason'>[],
): Promise<readonly string[] | undefined> => {
  if (!may(caller, ['operator']) || names.every(({ reason }) => reason !== 'unknown')) return undefined;
  return [...productLabels(await readCatalogue(licensing)).keys()];
};
