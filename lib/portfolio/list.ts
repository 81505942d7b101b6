import type { PortfolioEntry } from './generation.ts';

/** What a portfolio can be sorted by. */
export const SORT_FIELDS = [
  'name',
  'sold',
  'assigned',
  'unassigned',
  'deploymentPercent',
  'qualified',
  'activeEntitlements',
  'usagePercent',
] as const;
type SortField = (typeof SORT_FIELDS)[number];

/** Which entries of a portfolio, in which order. */
export interface Selection {
  readonly sort: SortField;
  readonly descending: boolean;
  /** Part of a name, id or domain; case does not matter. */
  readonly search?: string | undefined;
  readonly stale?: boolean | undefined;
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The entries that a selection shows, sorted; unknown values come last either way, equal ones by customer id. */
export const select = (entries: readonly PortfolioEntry[], selection: Selection): PortfolioEntry[] => {
  const wanted = selection.search?.trim().toLowerCase() ?? '';
  return entries
    .filter(({ stale }) => selection.stale === undefined || stale === selection.stale)
    .filter(({ name, customerId, domain = '' }) =>
      [name, customerId, domain].some((text) => text.toLowerCase().includes(wanted)),
    )
    .sort((a, b) => compare(a, b, selection) || (a.customerId < b.customerId ? -1 : 1));
};

const compare = (a: PortfolioEntry, b: PortfolioEntry, { sort, descending }: Selection): number => {
  const direction = descending ? -1 : 1;
  if (sort === 'name') return direction * collator.compare(a.name, b.name);
  const [left, right] = [a[sort], b[sort]];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction * (left - right);
};
