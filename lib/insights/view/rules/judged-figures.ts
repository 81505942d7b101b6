import type { ProductInsights, SeenFigures, WorkloadInsights } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';
import { contains } from './containing-products.ts';
import { isFresh, isHeard } from './fresh-sources.ts';

const areSeatsFresh = ({ sold, seatsStale }: ProductInsights): boolean => sold !== null && !seatsStale;

/** Whether the seats of a row are freshly known: those of all products of the customer that contain its workload. */
const areRowSeatsFresh = ({ family, workload }: WorkloadInsights, figures: SeenFigures, view: View): boolean => {
  const containing = figures.deployment.products.filter(
    (product) => product.family === family && contains(product.sku, workload, view),
  );
  return containing.length > 0 ? containing.every(areSeatsFresh) : isFresh(figures, 'subscriptions');
};

/**
 * The workloads that rules may judge: those of fresh seats and fresh activity that is heard of for long enough, small
 * samples left out. A stale source silences what it feeds alone (design 6, ruling 3).
 */
export const judgedWorkloads = (figures: SeenFigures, view: View): WorkloadInsights[] =>
  figures.usage.workloads.filter(
    (row) => !row.stale && !row.smallSample && isHeard(row, figures) && areRowSeatsFresh(row, figures, view),
  );

/** The products that rules may judge: those of known, fresh seats, where it is freshly known who holds them. */
export const judgedProducts = (figures: SeenFigures): ProductInsights[] =>
  figures.deployment.products.filter((product) => areSeatsFresh(product) && areHoldersFresh(product, figures));

/** By its vendor's own list where there is one, which no other source makes stale; else as everything that users hold. */
const areHoldersFresh = ({ sku }: ProductInsights, figures: SeenFigures): boolean => {
  const own = figures.sources.find((one) => one.source === 'assignments' && one.sku === sku);
  return own ? !own.stale : isFresh(figures, 'assignments');
};

/** The products that rules may judge by percentages: small samples left out. */
export const judgedSamples = (figures: SeenFigures): ProductInsights[] =>
  judgedProducts(figures).filter(({ smallSample }) => !smallSample);
