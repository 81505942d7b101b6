import * as z from 'zod';
import plans from './microsoft-service-plans.json' with { type: 'json' };
import skus from './microsoft-skus.json' with { type: 'json' };
import type { ServicePlans } from './withheld-workloads.ts';

const guid = z.string().transform((text) => text.trim().toLowerCase());
const plan = z.object({ id: guid, workload: z.string().toLowerCase().nullable() });
const sku = z.object({ skuId: guid, servicePlans: z.array(z.object({ id: guid })) });

const load = (): ServicePlans => {
  const workloads = new Map(
    z
      .array(plan)
      .parse(plans)
      .map(({ id, workload }) => [id, workload]),
  );
  return new Map(
    z
      .array(sku)
      .parse(skus)
      .map(({ skuId, servicePlans }) => {
        const providing = Map.groupBy(
          servicePlans.map(({ id }) => id),
          (id) => workloads.get(id) ?? '',
        );
        providing.delete('');
        return [skuId, providing];
      }),
  );
};

/** The service plans of the bundled products (source: see microsoft-skus.md). The operator's own products have none. */
export const bundledServicePlans: ServicePlans = load();
