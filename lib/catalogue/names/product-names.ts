import { bundledEntries } from '../bundled-catalogue.ts';
import type { Catalogue } from '../product.ts';
import { closeName, foldName } from './fold-name.ts';
import { TRADE_NAMES, type TradeName } from './trade-names.ts';

type Index = ReadonlyMap<string, readonly string[]>;

/** Product ids by what products are called. Several products may share a name. */
export interface ProductNames {
  /** By each name, folded. */
  readonly exact: Index;
  /** By each name without what tells no products apart. */
  readonly close: Index;
}

/** A name of a product. */
interface Named {
  readonly name: string;
  readonly sku: string;
}

/**
 * All names of the catalogue's products: what they are called and what this release calls them, then the operator's
 * aliases, then trade names. A name that an earlier one of these has already keeps its products.
 */
export const productNames = (
  { products }: Pick<Catalogue, 'products'>,
  trade: readonly TradeName[] = TRADE_NAMES,
): ProductNames => {
  const all = [...products.values()];
  const ranks: readonly (readonly Named[])[] = [
    all.flatMap(({ sku, name }) =>
      [name, bundledEntries.products.get(sku)?.name ?? name].map((one) => ({ name: one, sku })),
    ),
    all.flatMap(({ sku, aliases = [] }) => aliases.map((name) => ({ name, sku }))),
    trade.flatMap(({ name, skus }) => skus.filter((sku) => products.has(sku)).map((sku) => ({ name, sku }))),
  ];
  return {
    exact: indexBy(ranks, foldName),
    close: indexBy(ranks, (name) => closeName(name).base),
  };
};

/** The products that `text` names: as it is written, or else but for what tells no products apart. None when unknown. */
export const productsNamed = ({ exact, close }: ProductNames, text: string): readonly string[] => {
  const asWritten = exact.get(foldName(text));
  if (asWritten) return asWritten;
  const { base, audience } = closeName(text);
  const ofAudience = audience === undefined ? undefined : close.get(`${base} FOR ${audience}`);
  return ofAudience ?? close.get(base) ?? [];
};

const indexBy = (ranks: readonly (readonly Named[])[], keyOf: (name: string) => string): Index => {
  const index = new Map<string, readonly string[]>();
  for (const rank of ranks) {
    const fresh = Map.groupBy(rank, ({ name }) => keyOf(name));
    for (const [key, named] of fresh)
      if (!index.has(key)) index.set(key, [...new Set(named.map(({ sku }) => sku))].sort());
  }
  return index;
};
