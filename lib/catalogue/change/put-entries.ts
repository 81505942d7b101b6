import type { BeforeChange } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { bundledEntries } from '../bundled-catalogue.ts';
import type { Catalogue, Product, ProductGroup, Workload } from '../product.ts';
import { changeCatalogue } from '../store/own-entries-table.ts';
import { type ProductChange, withAlias, withAliases, withGroup, withProduct, withWorkload } from './change-entries.ts';

/** A product of the catalogue, and those of its workloads of which something is said with it. */
interface ProductAndWorkloads {
  readonly product: Product;
  readonly workloads: readonly Workload[];
}

/** `beforeChange` told of one product and these workloads, as the catalogues before and after the change have them. */
const ofProduct = (
  sku: string,
  workloadIds: readonly string[],
  beforeChange: BeforeChange<ProductAndWorkloads> = async () => {},
): BeforeChange<Catalogue> => {
  const inCatalogue = (catalogue: Catalogue | undefined): ProductAndWorkloads | undefined => {
    const product = catalogue?.products.get(sku);
    return product && { product, workloads: workloadIds.flatMap((id) => catalogue?.workloads.get(id) ?? []) };
  };
  return (before, after) => beforeChange(inCatalogue(before), inCatalogue(after));
};

/** Enters or replaces one of the operator's products. Returns it and the workloads it names as the catalogue then has them. */
export const putProduct = async (
  licensing: Table,
  change: ProductChange,
  beforeChange?: BeforeChange<ProductAndWorkloads>,
): Promise<{ version: string; product: Product; workloads: Workload[] }> => {
  const { version, products, workloads } = await changeCatalogue(
    licensing,
    (own) => withProduct(bundledEntries, own, change),
    ofProduct(
      change.sku,
      change.workloads.map(({ id }) => id),
      beforeChange,
    ),
  );
  const named = change.workloads.map(({ id }) => entryOf(workloads, id));
  return { version, product: entryOf(products, change.sku), workloads: named };
};

/** Gives a product, bundled or own, these further names in the place of those it had, and changes nothing else of it. */
export const putAliases = async (
  licensing: Table,
  { sku, aliases }: { readonly sku: string; readonly aliases: readonly string[] },
  beforeChange?: BeforeChange<ProductAndWorkloads>,
): Promise<{ version: string; product: Product; workloads: Workload[] }> => {
  const { version, products } = await changeCatalogue(
    licensing,
    (own) => withAliases(bundledEntries, own, sku, aliases),
    ofProduct(sku, [], beforeChange),
  );
  return { version, product: entryOf(products, sku), workloads: [] };
};

/** Gives a product, bundled or own, a further name beside those it has; one that it has already changes nothing. */
export const addAlias = async (
  licensing: Table,
  { sku, alias }: { readonly sku: string; readonly alias: string },
  beforeChange?: BeforeChange<ProductAndWorkloads>,
): Promise<void> => {
  await changeCatalogue(
    licensing,
    (own) => withAlias(bundledEntries, own, sku, alias),
    ofProduct(sku, [], beforeChange),
  );
};

/** Enters or replaces one of the operator's workloads. Returns it as the catalogue then has it. */
export const putWorkload = async (
  licensing: Table,
  change: Workload,
  beforeChange: BeforeChange<Workload> = async () => {},
): Promise<{ version: string; workload: Workload }> => {
  const { version, workloads } = await changeCatalogue(
    licensing,
    (own) => withWorkload(bundledEntries, own, change),
    (before, after) => beforeChange(before?.workloads.get(change.id), after?.workloads.get(change.id)),
  );
  return { version, workload: entryOf(workloads, change.id) };
};

/** Enters or replaces a group of products; one without products is none. Returns it as it was asked for. */
export const putGroup = async (
  licensing: Table,
  group: ProductGroup,
  beforeChange: BeforeChange<ProductGroup> = async () => {},
): Promise<{ version: string; group: ProductGroup }> => {
  const { version } = await changeCatalogue(
    licensing,
    (own) => withGroup(bundledEntries, own, group),
    (before, after) => beforeChange(before?.groups.get(group.id), after?.groups.get(group.id)),
  );
  return { version, group };
};

const entryOf = <Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry => {
  const entry = entries.get(id);
  if (!entry) throw new Error(`"${id}" was entered into the catalogue, and is not in it`);
  return entry;
};
