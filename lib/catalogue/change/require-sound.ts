import { Problem } from '../../problem/problem.ts';
import type { CatalogueEntries } from '../entries.ts';
import { normalise } from '../product.ts';

const NOTHING_STORED = 'Nothing was stored.';

/** Throws a problem unless each of these workloads counts as itself or as a known one that does: one level, no cycles. */
export const requireSoundWorkloads = ({ workloads }: CatalogueEntries, changed: readonly string[]): void => {
  for (const id of changed) {
    const target = workloads.get(id)?.countsAs;
    if (target === undefined) continue;
    if (target === id)
      throw new Problem(
        400,
        'counts_as_itself',
        `"${id}" cannot count as itself. Leave "countsAs" out. ${NOTHING_STORED}`,
      );
    const counted = workloads.get(target);
    if (!counted)
      throw new Problem(
        400,
        'unknown_workload',
        `"${id}" cannot count as "${target}": there is no such workload. Create it first by PUT /v1/workloads/${target}. ${NOTHING_STORED}`,
      );
    const follower = [...workloads.values()].find(({ countsAs }) => countsAs === id);
    if (follower)
      throw new Problem(
        409,
        'counts_as_chain',
        `"${id}" cannot count as "${target}", because "${follower.id}" counts as "${id}". Change that one first, by PUT /v1/workloads/${follower.id}. ${NOTHING_STORED}`,
      );
    if (counted.countsAs !== undefined)
      throw new Problem(
        409,
        'counts_as_chain',
        `"${id}" cannot count as "${target}", which itself counts as "${counted.countsAs}". Let it count as "${counted.countsAs}". ${NOTHING_STORED}`,
      );
  }
};

/** Throws a problem when a product could be taken for another by its id or part number: feeds name products by either. */
export const requireOwnPartNumber = ({ products }: CatalogueEntries, sku: string): void => {
  const partNumber = normalise(products.get(sku)?.partNumber ?? sku);
  for (const other of products.values()) {
    if (other.sku === sku) continue;
    const theirs = normalise(other.partNumber ?? other.sku);
    if (theirs === sku)
      throw new Problem(
        409,
        'part_number_taken',
        `"${sku}" is the part number of the product "${other.sku}". Change that one by its id, or choose another id. ${NOTHING_STORED}`,
      );
    if (partNumber === theirs || partNumber === other.sku)
      throw new Problem(
        409,
        'part_number_taken',
        `"${partNumber}" already names the product "${other.sku}". Leave "partNumber" out, or choose another. ${NOTHING_STORED}`,
      );
  }
};
