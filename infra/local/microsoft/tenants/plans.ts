import plans from '../../../../lib/catalogue/microsoft-service-plans.json' with { type: 'json' };
import skuPlans from '../../../../lib/catalogue/microsoft-sku-plans.json' with { type: 'json' };
import skus from '../../../../lib/catalogue/microsoft-skus.json' with { type: 'json' };

/** A product as Microsoft sells it. */
export interface Plan {
  readonly skuId: string;
  readonly partNumber: string;
  /** Its display name; reports write it in capitals. */
  readonly name: string;
  /** What is used of it, of that which reports tell about: OneDrive comes with SharePoint. */
  readonly workloads: ReadonlySet<Workload>;
  readonly servicePlans: readonly { readonly id: string; readonly name: string }[];
}

/** What reports tell about. */
export const WORKLOADS = ['exchange', 'onedrive', 'sharepoint', 'teams', 'yammer', 'copilot'] as const;
export type Workload = (typeof WORKLOADS)[number];

const workloadOfPlan = new Map<string, string>(plans.map(({ id, workload }) => [id, workload?.toLowerCase() ?? '']));

const nameOfPlan = new Map<string, string>(plans.map(({ id, name }) => [id, name]));
const plansOfSku = new Map<string, readonly string[]>(skuPlans.map(({ skuId, servicePlans }) => [skuId, servicePlans]));

const workloadsOf = (servicePlans: readonly { readonly id: string }[]): ReadonlySet<Workload> => {
  const named = new Set(servicePlans.map(({ id }) => workloadOfPlan.get(id)));
  return new Set(WORKLOADS.filter((workload) => named.has(workload === 'onedrive' ? 'sharepoint' : workload)));
};

const known = new Map<string, Plan>();

/** The product of a part number. Throws when Microsoft's published table has none, or several. */
export const planOf = (partNumber: string): Plan => {
  const before = known.get(partNumber);
  if (before) return before;
  const [row, ...others] = skus.filter(({ skuPartNumber }) => skuPartNumber === partNumber);
  if (!row || others.length > 0) throw new Error(`Microsoft has no single product "${partNumber}". Name another one.`);
  const { skuId, name } = row;
  const servicePlans = (plansOfSku.get(skuId) ?? []).map((id) => ({ id, name: nameOfPlan.get(id) ?? '' }));
  const plan = { skuId, partNumber, name, servicePlans, workloads: workloadsOf(servicePlans) };
  known.set(partNumber, plan);
  return plan;
};
