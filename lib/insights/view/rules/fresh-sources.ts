import type { ProductInsights, SeenFigures } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';
import { contains } from './containing-products.ts';

/** Whether a source was ever told of and is not stale. */
export const isFresh = ({ sources }: SeenFigures, wanted: SeenFigures['sources'][number]['source']): boolean =>
  sources
    .filter(({ source, seller }) => source === wanted && seller !== 'own')
    .every(({ dataThrough, stale }) => dataThrough !== null && !stale);

/** Whether what is known of a product's users speaks up to lately of all its workloads that anybody ever told of. */
export const activityIsFresh = ({ sku, family }: ProductInsights, { usage }: SeenFigures, view: View): boolean =>
  usage.workloads.every((row) => row.family !== family || !row.stale || !contains(sku, row.workload, view));
