import type { ProductNames } from '../../../catalogue/names/product-names.ts';
import type { SeatTotals } from '../../../licensing/seat-totals.ts';
import type { SubscriptionLists } from '../../../licensing/subscription.ts';
import { type NamedProduct, readProductList } from './product-list.ts';

/** What a user's list of products comes to. */
export interface ProductChoice {
  readonly held: readonly string[];
  /** Products that an ambiguous name may mean: whether the user holds them is not known. */
  readonly undecided: readonly string[];
  readonly ambiguousNames: readonly string[];
  readonly unknownNames: readonly string[];
  /** Whether the list ends in an unknown name or in a joint, as it does when a file was cut off inside it. */
  readonly endsUnknown: boolean;
}

/** Products that share their name with another one and of which the customer has seats: they decide what the name means. */
export const soldNamesakes = (
  names: ProductNames,
  { lists }: SubscriptionLists,
  totals: readonly SeatTotals[],
): string[] => {
  const sold = new Set([
    ...Object.values(lists).flatMap(({ subscriptions }) =>
      subscriptions.filter(({ quantity }) => quantity > 0).map(({ sku }) => sku),
    ),
    ...totals.flatMap((source) =>
      source.totals
        .filter(({ active, grace, trial, suspended, lockedOut, assigned }) =>
          [active, grace, trial, suspended, lockedOut, assigned].some((seats) => (seats ?? 0) > 0),
        )
        .map(({ sku }) => sku),
    ),
  ]);
  const shared = [...names.exact.values(), ...names.close.values()].filter((skus) => skus.length > 1).flat();
  return [...new Set(shared)].filter((sku) => sold.has(sku)).sort();
};

/** Different lists kept in memory. Users of one customer share a handful of them. */
const MOST_REMEMBERED = 10_000;

/**
 * A function that reads lists of products. A name of several products means the only one of them that the customer has
 * seats of (`sold`, of `soldNamesakes`); with none or several it stays undecided.
 */
export const productReader = (names: ProductNames, sold: Iterable<string>): ((text: string) => ProductChoice) => {
  const owned = new Set(sold);
  const remembered = new Map<string, ProductChoice>();
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const products = readProductList(text, names);
    const endsUnknown = products.at(-1)?.skus.length === 0 || text.trimEnd().endsWith('+');
    const choice = { ...choose(products, owned), endsUnknown };
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(text, choice);
    return choice;
  };
};

const choose = (products: readonly NamedProduct[], sold: ReadonlySet<string>): Omit<ProductChoice, 'endsUnknown'> => {
  const decided = products.map(({ name, skus }) => {
    return { name, skus, only: onlyOne(skus, sold) };
  });
  const ambiguous = decided.filter(({ skus, only }) => skus.length > 1 && only === undefined);
  return {
    held: [...new Set(decided.flatMap(({ only }) => only ?? []))].sort(),
    undecided: ambiguous.flatMap(({ skus }) => skus),
    ambiguousNames: ambiguous.map(({ name }) => name),
    unknownNames: decided.filter(({ skus }) => skus.length === 0).map(({ name }) => name),
  };
};

/** Which of the products of a name is meant: the only one, or the only one of those in `sold`. */
export const onlyOne = (skus: readonly string[], sold: ReadonlySet<string>): string | undefined => {
  const owned = skus.length === 1 ? skus : skus.filter((sku) => sold.has(sku));
  return owned.length === 1 ? owned[0] : undefined;
};
