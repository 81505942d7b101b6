import { mainWorkloadsOf } from '../../../catalogue/main-workloads.ts';
import { isHeardEnough } from '../../count/heard-days.ts';
import type { ProductInsights, SeenFigures, WorkloadInsights } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';
import { contains } from './containing-products.ts';

/** Whether a source was ever told of and is not stale. */
export const isFresh = ({ sources }: SeenFigures, wanted: SeenFigures['sources'][number]['source']): boolean =>
  sources
    .filter(({ source, seller, sku }) => source === wanted && seller !== 'own' && sku === undefined)
    .every(({ dataThrough, stale }) => dataThrough !== null && !stale);

/** Whether a workload is heard of for long enough to conclude something from who is active in it. */
export const isHeard = ({ heardDays, dataThrough }: WorkloadInsights, { asOf }: SeenFigures): boolean =>
  isHeardEnough(heardDays, dataThrough, asOf);

/**
 * Whether what is known of a product's users speaks for long enough and up to lately of all its main workloads, and of the
 * others that anybody ever told of.
 */
export const activityIsFresh = ({ sku, family }: ProductInsights, figures: SeenFigures, view: View): boolean => {
  const rows = figures.usage.workloads.filter((row) => row.family === family && contains(sku, row.workload, view));
  const product = view.catalogue.products.get(sku);
  const isMeasured = (workload: string) => rows.some((row) => row.workload === workload && row.active !== null);
  return (
    rows.every((row) => !row.stale && isHeard(row, figures)) &&
    (product === undefined || mainWorkloadsOf(product).every(isMeasured))
  );
};
