import { createHash } from 'node:crypto';
import type { Product, ProductGroup, Workload } from './product.ts';

/** Aliases and marks appear where there are any: what has none keeps the version that it had before there could be some. */
const productLine = ({ sku, partNumber, name, family, workloads, offer, aliases = [], ...more }: Product): string => {
  const line = ['product', sku, partNumber, name, family, [...workloads].sort(), offer];
  const { mainWorkloads = [], billedPer } = more;
  if (billedPer !== undefined)
    return JSON.stringify([...line, [...aliases].sort(), [...mainWorkloads].sort(), billedPer]);
  if (mainWorkloads.length > 0) return JSON.stringify([...line, [...aliases].sort(), [...mainWorkloads].sort()]);
  return JSON.stringify(aliases.length > 0 ? [...line, [...aliases].sort()] : line);
};

const workloadLine = ({ id, family, countsAs, excluded }: Workload): string =>
  JSON.stringify(['workload', id, family, countsAs ?? null, excluded]);

const groupLine = ({ id, name, products }: ProductGroup): string =>
  JSON.stringify(['group', id, name, [...products].sort()]);

/** The version of a catalogue: 12 hex digits of the SHA-256 of its content, whatever the order of its entries. */
export const versionOf = (
  products: readonly Product[],
  workloads: readonly Workload[],
  groups: readonly ProductGroup[] = [],
): string => {
  const lines = [...products.map(productLine), ...workloads.map(workloadLine), ...groups.map(groupLine)].sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);
};
