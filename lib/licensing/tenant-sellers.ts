import type { Partner } from '../customers/partner-table.ts';
import type { Subscription } from './subscription.ts';

/**
 * The subscriptions of each of these partners, by those that its Entra tenants created: none for a partner whose tenants
 * are known and created nothing. A tenant that several partners name tells nothing of any of them; a partner without
 * other tenants is left out.
 */
export const subscriptionsByPartner = (
  partners: readonly Pick<Partner, 'partnerId' | 'tenantIds'>[],
  byOwner: ReadonlyMap<string, readonly Subscription[]>,
): Map<string, Subscription[]> => {
  const named = partners.flatMap(({ partnerId, tenantIds }) =>
    [...new Set(tenantIds.map((tenant) => tenant.toLowerCase()))].map((tenant) => ({ partnerId, tenant })),
  );
  const own = named.filter(({ tenant }) => named.filter((other) => other.tenant === tenant).length === 1);
  return new Map(
    [...Map.groupBy(own, ({ partnerId }) => partnerId)].map(([partnerId, tenants]) => [
      partnerId,
      unique(tenants.flatMap(({ tenant }) => byOwner.get(tenant) ?? [])),
    ]),
  );
};

/** A seller's ids are its own: of two subscriptions of one id, from two of its tenants, the first is kept. */
const unique = (subscriptions: readonly Subscription[]): Subscription[] =>
  subscriptions.filter(({ id }, at) => subscriptions.findIndex((one) => one.id === id) === at);
