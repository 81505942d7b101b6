import type { Product } from './product.ts';

/** What a suite of Microsoft is mostly bought for. */
const MAIN_OF_SUITES = ['exchange', 'sharepoint', 'teams'];

/**
 * The workloads by which a product is judged, which have to be measured before anybody says that it lies idle: of a suite
 * of Microsoft Exchange, SharePoint and Teams where it contains them, of any other product all, unless the product's entry
 * marks some (design 6, ruling 5).
 */
export const mainWorkloadsOf = ({
  family,
  workloads,
  mainWorkloads = [],
}: Pick<Product, 'family' | 'workloads' | 'mainWorkloads'>): readonly string[] => {
  if (mainWorkloads.length > 0) return mainWorkloads;
  const main = family === 'office365' ? workloads.filter((workload) => MAIN_OF_SUITES.includes(workload)) : [];
  return main.length > 0 ? main : workloads;
};
