import { attentionOf } from '../../../lib/portfolio/attention.ts';
import type { Attention, Generation, GenerationIndex, IndexEntry } from '../../../lib/portfolio/generation.ts';
import { select } from '../../../lib/portfolio/list.ts';
import { breakdownOf, type PortfolioBreakdown, totalsOf } from '../../../lib/portfolio/portfolio-totals.ts';
import type { PortfolioTotals } from '../../../lib/portfolio/totals.ts';
import { PAGE_SIZE, type PortfolioQuery, selectionOf } from './portfolio-query.ts';

/** What the portfolio page shows. */
export interface PortfolioView {
  readonly generation: Pick<Generation, 'asOf' | 'earlier' | 'pending'>;
  readonly query: PortfolioQuery;
  /** Of the customers that the query selects. */
  readonly totals: PortfolioTotals;
  readonly breakdown: PortfolioBreakdown;
  /** Families and products of all customers, to filter by. */
  readonly families: readonly string[];
  readonly products: readonly { readonly sku: string; readonly name: string }[];
  /** Those of all selected customers at which most is at stake, with whose they are. */
  readonly attention: readonly Attention[];
  /** One page of the list. */
  readonly customers: readonly IndexEntry[];
  /** Places in the list, the first is 0. */
  readonly from: number;
  readonly count: number;
}

/** What is the same for every page of a generation: a generation never changes, and an instance keeps the last ones. */
const wholes = new WeakMap<GenerationIndex, ReturnType<typeof wholeOf>>();

const wholeOf = ({ entries, productNames }: GenerationIndex) => ({
  sums: sumsOf(entries, productNames),
  families: [
    ...new Set(entries.flatMap(({ products, families }) => [...products, ...families].map(({ family }) => family))),
  ].sort(),
  products: Object.entries(productNames)
    .map(([sku, name]) => ({ sku, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
});

const sumsOf = (entries: readonly IndexEntry[], productNames: GenerationIndex['productNames']) => ({
  totals: totalsOf(entries),
  breakdown: breakdownOf(entries, productNames),
});

/** What the portfolio page shows of a generation for a query. */
export const portfolioViewOf = (index: GenerationIndex, query: PortfolioQuery): PortfolioView => {
  const { generation, entries, productNames } = index;
  const whole = wholes.get(index) ?? wholeOf(index);
  wholes.set(index, whole);
  const selected = select(entries, selectionOf(query));
  const from = PAGE_SIZE * ((query.page ?? 1) - 1);
  return {
    generation,
    query,
    ...(selected.length === entries.length ? whole.sums : sumsOf(selected, productNames)),
    families: whole.families,
    products: whole.products,
    attention: attentionOf(selected),
    customers: selected.slice(from, from + PAGE_SIZE),
    from,
    count: selected.length,
  };
};
