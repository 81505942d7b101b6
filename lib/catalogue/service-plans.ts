import plans from './microsoft-service-plans.json' with { type: 'json' };
import skuPlans from './microsoft-sku-plans.json' with { type: 'json' };
import type { ServicePlans } from './withheld-workloads.ts';

const load = (): ServicePlans => {
  const workloads = new Map(plans.map(({ id, workload }) => [id, workload?.toLowerCase() ?? '']));
  return new Map(
    skuPlans.map(({ skuId, servicePlans }) => {
      const providing = Map.groupBy(servicePlans, (id) => workloads.get(id) ?? '');
      providing.delete('');
      return [skuId, providing];
    }),
  );
};

/** The service plans of the bundled products (source: see microsoft-skus.md). The operator's own products have none. */
export const bundledServicePlans: ServicePlans = load();
