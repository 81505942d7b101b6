import * as z from 'zod';
import { recommendationId } from '../../../lib/insights/view/recommendation-ids.ts';
import { type Selection, SORT_FIELDS } from '../../../lib/portfolio/index/select.ts';

/** Customers on one page of the list. */
export const PAGE_SIZE = 100;

/** What the address of the portfolio page says about the list. */
export const portfolioQuery = z.object({
  sort: z.enum(SORT_FIELDS).optional(),
  order: z.enum(['up', 'down']).optional(),
  search: z.string().max(100).optional(),
  family: z.string().max(100).optional(),
  product: z.string().max(128).toLowerCase().optional(),
  recommendation: recommendationId.optional(),
  stale: z.enum(['true', 'false']).optional(),
  page: z.coerce.number().int().min(1).max(100_000).optional(),
});
export type PortfolioQuery = z.output<typeof portfolioQuery>;

/** The list as asked for; by default what is most at stake comes first. */
export const selectionOf = ({
  sort = 'atStake',
  order,
  stale,
  page: _page,
  ...filters
}: PortfolioQuery): Selection => ({
  ...filters,
  sort,
  descending: (order ?? (sort === 'name' ? 'up' : 'down')) === 'down',
  stale: stale === undefined ? undefined : stale === 'true',
});

/** The page's address with some of the query changed; always from the first page unless that is what changes. */
export const portfolioHref = (query: PortfolioQuery, change: Partial<PortfolioQuery>): string => {
  const { page, ...wanted } = { ...query, page: undefined, ...change };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value !== undefined) parameters.set(name, value);
  if (page !== undefined && page > 1) parameters.set('page', String(page));
  const text = parameters.toString();
  return text === '' ? '/' : `/?${text}`;
};
