import { type CatalogueEntries, layOver, type ProductEntry } from './entries.ts';
import type { Workload } from './product.ts';
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
  { workloads, ...product }: ProductChange,
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
  return entered;
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
