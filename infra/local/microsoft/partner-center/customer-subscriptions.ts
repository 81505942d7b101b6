import { dayOf, midnightText } from '../day.ts';
import { renewalOf, subscriptionId } from '../graph/lists.ts';
import { type Answer, json } from '../http/answer.ts';
import { planOf } from '../tenants/plans.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { World } from '../world.ts';

/** `GET /v1/customers/{id}/subscriptions`: what the partner sold to a customer, and nothing of what others did. */
export const customerSubscriptions = (world: World, tenant: Tenant): Answer => {
  const today = dayOf(world.now());
  const items = tenant.plans.flatMap((line, at) => {
    if (line.seller === 'direct') return [];
    const id = subscriptionId(tenant, line, at);
    const renews = renewalOf(id, today);
    const { name } = planOf(line.partNumber);
    return [
      {
        id,
        offerId: `CFQ7TTC0${line.partNumber.length.toString(16).toUpperCase().padStart(4, '0')}:0001:CFQ7TTC0K5J7`,
        offerName: name,
        friendlyName: name,
        productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
        quantity: line.sold,
        unitType: 'Licenses',
        hasPurchasableAddons: false,
        creationDate: midnightText(renews - 2 * 365),
        effectiveStartDate: midnightText(renews - 365),
        commitmentEndDate: midnightText(renews - 1),
        status: 'active',
        autoRenewEnabled: true,
        isTrial: line.trial ?? false,
        billingType: 'license',
        billingCycle: 'monthly',
        termDuration: 'P1Y',
        orderId: id.slice(-12),
        attributes: { objectType: 'Subscription' },
      },
    ];
  });
  return json(200, {
    totalCount: items.length,
    items,
    links: { self: { uri: `/customers/${tenant.tenantId}/subscriptions`, method: 'GET', headers: [] } },
    attributes: { objectType: 'Collection' },
  });
};
