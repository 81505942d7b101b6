import * as z from 'zod';
import { productLabelled } from '../../../lib/catalogue/names/product-labels.ts';
import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { mapName } from '../../../lib/imports/job/map-name.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import { displayName } from '../../../lib/values/entity-id.ts';
import { ROUTES } from '../routes.ts';
import { definePage } from '../site/define-page.ts';
import { importStores, licensing } from '../site/stores.ts';

/** Takes the form that says which product a name is, and leads to the import that takes the file again. */
export const mapImportName = definePage(ROUTES.mapImportName, {
  scopes: ['operator'],
  path: z.object({ id: z.string() }),
  form: z.object({ name: displayName, product: z.string().trim().min(1).max(300) }),
  answer: async ({ path: { id }, form: { name, product }, visitor, now }) => {
    const sku = productLabelled(await readCatalogue(licensing), product);
    if (sku === undefined)
      throw new Problem(
        400,
        'unknown_product',
        `There is no product "${product}". Go back and choose one of the list, or write its id or part number.`,
      );
    const { importId } = await mapName(importStores, visitor.caller, id, { name, sku }, now);
    return { seeOther: `/imports/${importId}` };
  },
});
