import { Problem } from '../../problem/problem.ts';
import { type CatalogueEntries, layOver, type ProductEntry } from '../entries.ts';
import { foldName } from '../names/fold-name.ts';
import type { ProductGroup, Workload } from '../product.ts';
import { requireOwnNames } from './require-own-names.ts';
import { requireOwnPartNumber, requireSoundWorkloads } from './require-sound.ts';

/** A workload that a product contains, and what is said of it there. */
interface ContainedWorkload {
  readonly id: string;
  readonly countsAs?: string | undefined;
  readonly excluded?: boolean | undefined;
}

/** A product as it is to be, with its workloads. */
export interface ProductChange extends Omit<ProductEntry, 'contains'> {
  readonly workloads: readonly ContainedWorkload[];
  /** Left out: none. */
  readonly aliases?: readonly string[] | undefined;
}

/** The operator's own entries with this workload. Throws a problem when it cannot be so, given the bundled ones. */
export const withWorkload = (bundled: CatalogueEntries, own: CatalogueEntries, workload: Workload): CatalogueEntries =>
  withWorkloads(bundled, own, [workload]);

/**
 * The operator's own entries with this product. A workload that is not known yet is made one of the product's family;
 * a known one of which something is said here is changed, and stays in its family. Throws a problem when it cannot be
 * so, given the bundled entries.
 */
export const withProduct = (
  bundled: CatalogueEntries,
  own: CatalogueEntries,
  { workloads, aliases = [], ...product }: ProductChange,
): CatalogueEntries => {
  const known = layOver(bundled, own).workloads;
  const changed = workloads.flatMap(({ id, countsAs, excluded }): Workload[] => {
    const existing = known.get(id);
    if (existing && countsAs === undefined && excluded === undefined) return [];
    return [{ id, family: existing?.family ?? product.family, countsAs, excluded: excluded ?? false }];
  });
  const entry = { ...product, contains: workloads.map(({ id }) => id) };
  const next = withWorkloads(bundled, own, changed);
  const entered = { ...next, products: new Map([...next.products, [entry.sku, entry]]) };
  requireOwnPartNumber(layOver(bundled, entered), entry.sku);
  return named(bundled, entered, entry.sku, aliases);
};

/**
 * The operator's own entries with these further names of a product in the place of those it had; what else is known of
 * it stays. Throws a problem when there is no such product, or when one is the name of another.
 */
export const withAliases = (
  bundled: CatalogueEntries,
  own: CatalogueEntries,
  sku: string,
  aliases: readonly string[],
): CatalogueEntries => {
  if (layOver(bundled, own).products.has(sku)) return named(bundled, own, sku, aliases);
  throw new Problem(
    404,
    'unknown_product',
    `There is no product "${sku}" to give further names to. To enter it, say its "name", "family" and "workloads" as well. Nothing was stored.`,
  );
};

/**
 * The operator's own entries with this group; one without products takes a bundled one of the same id away. Throws a problem when
 * a product of it is not known.
 */
export const withGroup = (bundled: CatalogueEntries, own: CatalogueEntries, group: ProductGroup): CatalogueEntries => {
  const { products } = layOver(bundled, own);
  const unknown = group.products.filter((sku) => !products.has(sku));
  if (unknown.length > 0)
    throw new Problem(
      404,
      'unknown_product',
      `There is no product ${unknown.map((sku) => `"${sku}"`).join(', ')} to put into the group "${group.id}". Enter it by PUT /v1/products/${unknown[0]} first. Nothing was stored.`,
    );
  return { ...own, groups: new Map([...own.groups, [group.id, group]]) };
};

/** More names than any product is sold under. */
export const MOST_ALIASES = 50;

/** The operator's own entries with one further name of a product. Throws as `withAliases` does, and when it has too many. */
export const withAlias = (
  bundled: CatalogueEntries,
  own: CatalogueEntries,
  sku: string,
  alias: string,
): CatalogueEntries => {
  const before = own.aliases.get(sku) ?? [];
  const isKnown = before.some((name) => foldName(name) === foldName(alias));
  if (!isKnown && before.length >= MOST_ALIASES)
    throw new Problem(
      409,
      'too_many_aliases',
      `The product "${sku}" has ${MOST_ALIASES} aliases, as many as it may. Drop some by PUT /v1/products/${sku}. Nothing was stored.`,
    );
  return withAliases(bundled, own, sku, isKnown ? before : [...before, alias]);
};

const named = (
  bundled: CatalogueEntries,
  own: CatalogueEntries,
  sku: string,
  names: readonly string[],
): CatalogueEntries => {
  const aliases = new Map(own.aliases);
  aliases.delete(sku);
  if (names.length > 0) aliases.set(sku, names);
  const next = { ...own, aliases };
  requireOwnNames(layOver(bundled, next), sku);
  return next;
};

const withWorkloads = (
  bundled: CatalogueEntries,
  own: CatalogueEntries,
  changed: readonly Workload[],
): CatalogueEntries => {
  const next = { ...own, workloads: new Map([...own.workloads, ...changed.map((one) => [one.id, one] as const)]) };
  requireSoundWorkloads(
    layOver(bundled, next),
    changed.map(({ id }) => id),
  );
  return next;
};
