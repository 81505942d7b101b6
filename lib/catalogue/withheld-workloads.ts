/** By product and workload: the service plans that provide the workload in the product. */
export type ServicePlans = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * The workloads of a product that are taken away with the plans `disabled` (lower-case GUIDs), in order: those of which
 * every plan that provides them is disabled. A workload that no known plan provides cannot be taken away.
 */
export const withheldWorkloads = (plansOf: ServicePlans, skuId: string, disabled: ReadonlySet<string>): string[] =>
  [...(plansOf.get(skuId) ?? [])]
    .filter(([, providing]) => providing.every((id) => disabled.has(id)))
    .map(([workload]) => workload)
    .sort();
