import type { Table } from '../../storage/table.ts';
import { bundledEntries } from '../bundled-catalogue.ts';
import type { Product, Workload } from '../product.ts';
import { changeCatalogue } from '../store/own-entries-table.ts';
import { type ProductChange, withAlias, withAliases, withProduct, withWorkload } from './change-entries.ts';

/** Enters or replaces one of the operator's products. Returns it and the workloads it names as the catalogue then has them. */
export const putProduct = async (
  licensing: Table,
  change: ProductChange,
): Promise<{ version: string; product: Product; workloads: Workload[] }> => {
  const { version, products, workloads } = await changeCatalogue(licensing, (own) =>
    withProduct(bundledEntries, own, change),
  );
  const named = change.workloads.map(({ id }) => entryOf(workloads, id));
  return { version, product: entryOf(products, change.sku), workloads: named };
};

/** Gives a product, bundled or own, these further names in the place of those it had, and changes nothing else of it. */
export const putAliases = async (
  licensing: Table,
  { sku, aliases }: { readonly sku: string; readonly aliases: readonly string[] },
): Promise<{ version: string; product: Product; workloads: Workload[] }> => {
  const { version, products } = await changeCatalogue(licensing, (own) =>
    withAliases(bundledEntries, own, sku, aliases),
  );
  return { version, product: entryOf(products, sku), workloads: [] };
};

/** Gives a product, bundled or own, a further name beside those it has; one that it has already changes nothing. */
export const addAlias = async (
  licensing: Table,
  { sku, alias }: { readonly sku: string; readonly alias: string },
): Promise<void> => {
  await changeCatalogue(licensing, (own) => withAlias(bundledEntries, own, sku, alias));
};

/** Enters or replaces one of the operator's workloads. Returns it as the catalogue then has it. */
export const putWorkload = async (
  licensing: Table,
  change: Workload,
): Promise<{ version: string; workload: Workload }> => {
  const { version, workloads } = await changeCatalogue(licensing, (own) => withWorkload(bundledEntries, own, change));
  return { version, workload: entryOf(workloads, change.id) };
};

const entryOf = <Entry>(entries: ReadonlyMap<string, Entry>, id: string): Entry => {
  const entry = entries.get(id);
  if (!entry) throw new Error(`"${id}" was entered into the catalogue, and is not in it`);
  return entry;
};
