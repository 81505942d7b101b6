import type { RecommendationId } from '../insights/view/recommendation-ids.ts';
import { foldForSearch } from '../values/search-fold.ts';
import type { IndexEntry } from './generation.ts';

/** What a portfolio can be sorted by. */
export const SORT_FIELDS = [
  'name',
  'sold',
  'assigned',
  'unassigned',
  'idle',
  'deploymentPercent',
  'activePeople',
  'qualified',
  'activeEntitlements',
  'usagePercent',
  'atStake',
] as const;
export type SortField = (typeof SORT_FIELDS)[number];

/** Which entries of a portfolio, in which order. */
export interface Selection {
  readonly sort: SortField;
  readonly descending: boolean;
  /** Part of a name, id or domain; case and accents do not matter. */
  readonly search?: string | undefined;
  readonly stale?: boolean | undefined;
  /** Only customers with a product of this family. */
  readonly family?: string | undefined;
  /** Only customers with this product, by its id. */
  readonly product?: string | undefined;
  /** Only customers with a row of this workload. */
  readonly workload?: string | undefined;
  /** Only customers for whom this is recommended. */
  readonly recommendation?: RecommendationId | undefined;
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The entries that a selection shows, sorted; unknown values come last either way, equal ones by customer id. */
export const select = (entries: readonly IndexEntry[], selection: Selection): IndexEntry[] => {
  const wanted = foldForSearch(selection.search?.trim() ?? '');
  return entries
    .filter((entry) => isSelected(entry, selection) && (wanted === '' || isNamed(entry, wanted)))
    .sort((a, b) => compare(a, b, selection) || (a.customerId < b.customerId ? -1 : 1));
};

/** Whether a name, id or domain contains a folded text. */
const isNamed = ({ name, customerId, domain = '' }: IndexEntry, wanted: string): boolean =>
  [name, customerId, domain].some((text) => foldForSearch(text).includes(wanted));

const isSelected = (entry: IndexEntry, selection: Selection): boolean => {
  const { stale, family, product, workload, recommendation } = selection;
  return (
    (stale === undefined || entry.stale === stale) &&
    (family === undefined || entry.products.some((one) => one.family === family)) &&
    (product === undefined || entry.products.some(({ sku }) => sku === product)) &&
    (workload === undefined || entry.workloads.some((one) => one.workload === workload)) &&
    (recommendation === undefined || entry.recommendations.some(({ id }) => id === recommendation))
  );
};

const compare = (a: IndexEntry, b: IndexEntry, { sort, descending }: Selection): number => {
  const direction = descending ? -1 : 1;
  if (sort === 'name') return direction * collator.compare(a.name, b.name);
  const [left, right] = [a[sort], b[sort]];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction * (left - right);
};
