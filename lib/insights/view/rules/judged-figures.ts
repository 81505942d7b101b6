import type { ProductInsights, SeenFigures, WorkloadInsights } from '../figures/seen-figures.ts';
import { isFresh, isHeard } from './fresh-sources.ts';

/** The workloads that rules may judge: those of fresh seats and fresh activity that is heard of for long enough, small samples left out. */
export const judgedWorkloads = (figures: SeenFigures): WorkloadInsights[] =>
  isFresh(figures, 'subscriptions')
    ? figures.usage.workloads.filter((row) => !row.stale && !row.smallSample && isHeard(row, figures))
    : [];

/** The products that rules may judge: those of known, fresh seats, where it is freshly known who holds them. */
export const judgedProducts = (figures: SeenFigures): ProductInsights[] =>
  isFresh(figures, 'subscriptions') && isFresh(figures, 'assignments')
    ? figures.deployment.products.filter(({ sold }) => sold !== null)
    : [];

/** The products that rules may judge by percentages: small samples left out. */
export const judgedSamples = (figures: SeenFigures): ProductInsights[] =>
  judgedProducts(figures).filter(({ smallSample }) => !smallSample);
