import * as z from 'zod';
import { type Catalogue, figureOf, OFFERS, type Product, type Workload } from './product.ts';
import { versionOf } from './version.ts';

/** A workload as it is stored. */
export const workloadEntry = z.object({
  id: z.string(),
  family: z.string(),
  countsAs: z.string().optional(),
  excluded: z.boolean(),
});

/** A product as somebody entered it; what it means follows from the workloads it is put together with. */
export const productEntry = z.object({
  sku: z.string(),
  /** Left out: that of the product it replaces, or else its id. */
  partNumber: z.string().optional(),
  name: z.string(),
  family: z.string(),
  /** Ids of all workloads it contains, those too that are excluded or count as others. */
  contains: z.array(z.string()),
  offer: z.enum(OFFERS),
});
export type ProductEntry = z.infer<typeof productEntry>;

/** What a catalogue is made of: the bundled file's entries, or the operator's own. */
export interface CatalogueEntries {
  readonly products: ReadonlyMap<string, ProductEntry>;
  readonly workloads: ReadonlyMap<string, Workload>;
}

export const NO_ENTRIES: CatalogueEntries = { products: new Map(), workloads: new Map() };

/** Products and workloads by their ids. */
export const entriesOf = (products: readonly ProductEntry[], workloads: readonly Workload[]): CatalogueEntries => ({
  products: new Map(products.map((one) => [one.sku, one])),
  workloads: new Map(workloads.map((one) => [one.id, one])),
});

/** Both together; an entry of `own` replaces the one of the same id. */
export const layOver = (base: CatalogueEntries, own: CatalogueEntries): CatalogueEntries => {
  const replaced = [...own.products].map(([sku, product]): [string, ProductEntry] => [
    sku,
    { ...product, partNumber: product.partNumber ?? base.products.get(sku)?.partNumber },
  ]);
  return {
    products: new Map([...base.products, ...replaced]),
    workloads: new Map([...base.workloads, ...own.workloads]),
  };
};

/**
 * The catalogue that entries make. A product contains the workloads whose figures its own ones join: one with only
 * OneDrive contains SharePoint.
 */
export const catalogueOf = ({ products, workloads }: CatalogueEntries): Catalogue => {
  const made = [...products.values()].map(({ sku, partNumber = sku, name, family, contains, offer }): Product => {
    const figures = contains.flatMap((workload) => figureOf({ workloads }, workload) ?? []);
    return { sku, partNumber, name, family, workloads: [...new Set(figures)], offer };
  });
  return {
    version: versionOf(made, [...workloads.values()]),
    products: new Map(made.map((product) => [product.sku, product])),
    workloads,
  };
};
