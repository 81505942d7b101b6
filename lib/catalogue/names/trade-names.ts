import * as z from 'zod';
import { bundledEntries } from '../bundled-catalogue.ts';
import file from './trade-names.json' with { type: 'json' };

const tradeNames = z.object({
  /** Where a name stands as that of the product, by a word of our own. */
  sources: z.record(z.string(), z.string()),
  names: z.array(z.object({ name: z.string(), of: z.array(z.string()).min(1), source: z.string() })),
});

/** A name under which a bundled product is or was sold, beside the one that the catalogue has for it. */
export interface TradeName {
  readonly name: string;
  /** The product's id; several where Microsoft sells several under that name. */
  readonly skus: readonly string[];
  readonly source: string;
}

const load = (): TradeName[] => {
  const skus = new Map([...bundledEntries.products.values()].map(({ sku, partNumber }) => [partNumber, sku]));
  const { sources, names } = tradeNames.parse(file);
  return names.map(({ name, of, source }) => ({
    name,
    skus: of.map((partNumber) => known(skus, partNumber)),
    source: known(new Map(Object.entries(sources)), source),
  }));
};

const known = (entries: ReadonlyMap<string | undefined, string>, key: string): string => {
  const entry = entries.get(key);
  if (entry === undefined) throw new Error(`trade-names.json names "${key}", which is not there`);
  return entry;
};

/**
 * Earlier and later names of bundled products. Reports go on using a name for a while after Microsoft changed it, in
 * either direction. Names that moved from one product to another ("Microsoft 365 F1") are left out: they would credit the
 * wrong one.
 */
export const TRADE_NAMES: readonly TradeName[] = load();
