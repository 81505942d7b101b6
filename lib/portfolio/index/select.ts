import type { RecommendationId } from '../../insights/view/recommendation-ids.ts';
import { foldForSearch } from '../../values/search-fold.ts';
import { UNKNOWN } from './index-columns.ts';
import type { PortfolioIndex } from './open-index.ts';

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

/** Which customers of a portfolio, in which order. */
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

/** The places of the customers that a selection shows, sorted; unknown values come last either way, equal ones by customer id. */
export const select = (index: PortfolioIndex, selection: Selection): Uint32Array => {
  const tests = testsOf(index, selection);
  const places = new Uint32Array(index.customers);
  let count = 0;
  for (let place = 0; place < index.customers; place += 1)
    if (tests.every((test) => test(place))) {
      places[count] = place;
      count += 1;
    }
  return places.subarray(0, count).sort(orderOf(index, selection));
};

const testsOf = (index: PortfolioIndex, selection: Selection): ((place: number) => boolean)[] => {
  const { stale, family, product, workload, recommendation } = selection;
  const wanted = foldForSearch(selection.search?.trim() ?? '');
  return [
    ...(stale === undefined ? [] : [(place: number) => index.isStale(place) === stale]),
    ...(family === undefined ? [] : [index.lists('products', 'family', family)]),
    ...(product === undefined ? [] : [index.lists('products', 'sku', product)]),
    ...(workload === undefined ? [] : [index.lists('workloads', 'workload', workload)]),
    ...(recommendation === undefined ? [] : [index.lists('recommendations', 'id', recommendation)]),
    ...(wanted === '' ? [] : [index.contains(wanted)]),
  ];
};

const orderOf = (index: PortfolioIndex, { sort, descending }: Selection): ((a: number, b: number) => number) => {
  const column = sort === 'name' ? index.ranks('name') : index.figures(sort);
  const ids = index.ranks('customerId');
  const direction = descending ? -1 : 1;
  return (a, b) => {
    const [left = UNKNOWN, right = UNKNOWN] = [column[a], column[b]];
    if (left === right) return (ids[a] ?? 0) - (ids[b] ?? 0);
    if (left === UNKNOWN || right === UNKNOWN) return left === UNKNOWN ? 1 : -1;
    return direction * (left - right);
  };
};
