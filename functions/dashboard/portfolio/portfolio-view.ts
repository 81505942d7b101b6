import type { PortfolioBreakdown } from '../../../lib/portfolio/generation/breakdown.ts';
import type { Attention, Generation, IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import type { PortfolioTotals } from '../../../lib/portfolio/generation/totals.ts';
import type { PortfolioIndex } from '../../../lib/portfolio/index/open-index.ts';
import { selectedOf } from '../../../lib/portfolio/index/selected.ts';
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

/** What the portfolio page shows of a generation for a query. */
export const portfolioViewOf = (index: PortfolioIndex, query: PortfolioQuery): PortfolioView => {
  const selected = selectedOf(index, selectionOf(query));
  const from = PAGE_SIZE * ((query.page ?? 1) - 1);
  return {
    generation: index.generation,
    query,
    ...selected.sums(),
    families: index.breakdown.families.map(({ family }) => family).sort(),
    products: Object.entries(index.productNames)
      .map(([sku, name]) => ({ sku, name }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    attention: selected.attention(),
    customers: selected.entries(from, from + PAGE_SIZE),
    from,
    count: selected.count,
  };
};
