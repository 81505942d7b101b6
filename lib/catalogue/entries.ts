import * as z from 'zod';
import {
  BILLED_PER,
  type Catalogue,
  figureOf,
  OFFERS,
  type Product,
  type ProductGroup,
  type Workload,
} from './product.ts';
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
  /** Those of `contains` that its entry marks as the main ones. */
  mainWorkloads: z.array(z.string()).optional(),
  offer: z.enum(OFFERS),
  billedPer: z.enum(BILLED_PER).optional(),
});
export type ProductEntry = z.infer<typeof productEntry>;

/** The further names that the operator gave a product, its own or a bundled one. */
export const aliasEntry = z.object({ sku: z.string(), names: z.array(z.string()) });
type AliasEntry = z.infer<typeof aliasEntry>;

/** A group of products as it is stored. One without products takes the place of a bundled one that the operator wants none of. */
export const groupEntry = z.object({ id: z.string(), name: z.string(), products: z.array(z.string()) });

/** What a catalogue is made of: the bundled file's entries, or the operator's own. */
export interface CatalogueEntries {
  readonly products: ReadonlyMap<string, ProductEntry>;
  readonly workloads: ReadonlyMap<string, Workload>;
  /** By product, so that a bundled one can be given some and stay as the release has it. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  readonly groups: ReadonlyMap<string, ProductGroup>;
}

export const NO_ENTRIES: CatalogueEntries = {
  products: new Map(),
  workloads: new Map(),
  aliases: new Map(),
  groups: new Map(),
};

/** Products, workloads and groups by their ids. */
export const entriesOf = (
  products: readonly ProductEntry[],
  workloads: readonly Workload[],
  aliases: readonly AliasEntry[] = [],
  groups: readonly ProductGroup[] = [],
): CatalogueEntries => ({
  products: new Map(products.map((one) => [one.sku, one])),
  workloads: new Map(workloads.map((one) => [one.id, one])),
  aliases: new Map(aliases.map(({ sku, names }) => [sku, names])),
  groups: new Map(groups.map((one) => [one.id, one])),
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
    aliases: new Map([...base.aliases, ...own.aliases]),
    groups: new Map([...base.groups, ...own.groups]),
  };
};

/**
 * The catalogue that entries make. A product contains the workloads whose figures its own ones join: one with only
 * OneDrive contains SharePoint.
 */
export const catalogueOf = ({ products, workloads, aliases, groups }: CatalogueEntries): Catalogue => {
  const figuresOf = (ids: readonly string[]) => [
    ...new Set(ids.flatMap((workload) => figureOf({ workloads }, workload) ?? [])),
  ];
  const made = [...products.values()].map(({ contains, mainWorkloads = [], ...entry }): Product => {
    const { sku, partNumber = sku, name, family, offer, billedPer } = entry;
    const main = figuresOf(mainWorkloads);
    const names = aliases.get(sku);
    return {
      ...{ sku, partNumber, name, family, workloads: figuresOf(contains), offer },
      ...(main.length > 0 ? { mainWorkloads: main } : {}),
      ...(billedPer === undefined ? {} : { billedPer }),
      ...(names ? { aliases: names } : {}),
    };
  });
  const compared = [...groups.values()].filter(({ products: members }) => members.length > 0);
  return {
    version: versionOf(made, [...workloads.values()], compared),
    products: new Map(made.map((product) => [product.sku, product])),
    workloads,
    groups: new Map(compared.map((group) => [group.id, group])),
  };
};
