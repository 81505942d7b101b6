import type { SeenFigures, WorkloadInsights } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';

/** Whether a product contains a workload, by the catalogue of the snapshot. */
export const contains = (sku: string, workload: string, { catalogue }: View): boolean =>
  catalogue.products.get(sku)?.workloads.includes(workload) ?? false;

/** Whether several products contain a workload, so that one person may have more than one seat with it. */
export const isInSeveral = ({ family, workload }: WorkloadInsights, { deployment }: SeenFigures, view: View): boolean =>
  deployment.products.filter((one) => one.family === family && one.sold && contains(one.sku, workload, view)).length >
  1;
