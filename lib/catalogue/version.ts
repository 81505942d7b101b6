import { createHash } from 'node:crypto';
import type { Product, Workload } from './product.ts';

/** The version of a catalogue: 12 hex digits of the SHA-256 of its content, whatever the order of its entries. */
export const versionOf = (products: readonly Product[], workloads: readonly Workload[]): string => {
  const lines = [...products, ...workloads].map((entry) => JSON.stringify(entry)).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12);
};
