import { drawn, guidOf, seedOf } from '../../sample/seeded.ts';
import { dayOf, midnightText } from '../day.ts';
import { type Answer, json } from '../http/answer.ts';
import type { Caller } from '../sign-in/access-tokens.ts';
import { planOf } from '../tenants/plans.ts';
import type { PlanProfile, Tenant } from '../tenants/tenant.ts';
import { customersOf, type World } from '../world.ts';
import { graphError } from './graph-error.ts';
import { pageOf } from './pages.ts';

interface Asked {
  readonly world: World;
  readonly caller: Caller;
  readonly url: URL;
}
type AskedOf = Asked & { readonly tenant: Tenant };

const context = (what: string) => ({ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${what}` });

/** The id of a subscription: the same to the tenant and to who sold it. */
export const subscriptionId = ({ tenantId }: Tenant, { partNumber }: PlanProfile, at: number): string =>
  guidOf(`subscription ${at} of ${partNumber} in ${tenantId}`);

const RENEWS_WITHIN_DAYS = 365;

/** The day on which a subscription renews next: the same day of each year. */
export const renewalOf = (id: string, today: number): number => {
  const first = Math.floor(drawn(seedOf(id), 0) * RENEWS_WITHIN_DAYS);
  return today + 1 + ((((first - today) % RENEWS_WITHIN_DAYS) + RENEWS_WITHIN_DAYS) % RENEWS_WITHIN_DAYS);
};

/** `GET /v1.0/subscribedSkus`: a product once, whoever sold it; it has no pages. */
export const subscribedSkus = ({ tenant }: AskedOf): Answer => {
  const byProduct = Map.groupBy(tenant.plans.entries(), ([, { partNumber }]) => partNumber);
  const value = [...byProduct].map(([partNumber, lines]) => {
    const { skuId, servicePlans } = planOf(partNumber);
    const sum = (what: 'sold' | 'assigned') => lines.reduce((total, [, line]) => total + line[what], 0);
    return {
      accountName: tenant.name,
      accountId: tenant.tenantId,
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: sum('assigned'),
      id: `${tenant.tenantId}_${skuId}`,
      prepaidUnits: { enabled: sum('sold'), lockedOut: 0, suspended: 0, warning: 0 },
      servicePlans: servicePlans.map(({ id, name }) => ({
        servicePlanId: id,
        servicePlanName: name,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      })),
      skuId,
      skuPartNumber: partNumber,
      subscriptionIds: lines.map(([at, line]) => subscriptionId(tenant, line, at)),
    };
  });
  return json(200, { ...context('subscribedSkus'), value });
};

/** `GET /v1.0/directory/subscriptions`: each subscription, with the tenant of the partner that sold it. */
export const directorySubscriptions = ({ world, tenant }: AskedOf): Answer => {
  const seller = world.apps.find((app) => customersOf(world, app).includes(tenant));
  const today = dayOf(world.now());
  const value = tenant.plans.map((line, at) => {
    const id = subscriptionId(tenant, line, at);
    const renews = renewalOf(id, today);
    const byPartner = line.seller !== 'direct' && seller !== undefined;
    return {
      id: guidOf(`directory entry of ${id}`),
      commerceSubscriptionId: id,
      createdDateTime: midnightText(renews - 2 * RENEWS_WITHIN_DAYS),
      isTrial: line.trial ?? false,
      nextLifecycleDateTime: midnightText(renews),
      ownerId: byPartner ? guidOf(`owner ${seller.partnerTenantId}`) : null,
      ownerTenantId: byPartner ? seller.partnerTenantId : null,
      ownerType: byPartner ? 'User' : null,
      serviceStatus: [],
      skuId: planOf(line.partNumber).skuId,
      skuPartNumber: line.partNumber,
      status: 'Enabled',
      totalLicenses: line.sold,
    };
  });
  return json(200, { ...context('directory/subscriptions'), value });
};

/** `GET /v1.0/admin/reportSettings`: whether reports conceal names. */
export const reportSettings = ({ tenant }: AskedOf): Answer =>
  json(200, { ...context('admin/reportSettings/$entity'), displayConcealedNames: tenant.concealed });

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

/** `GET /v1.0/contracts`, in the partner's own tenant: a contract with each customer. */
export const contracts = ({ world, caller, url }: Asked): Answer => {
  const app = world.apps.find(({ clientId }) => clientId === caller.clientId);
  const customers = app && caller.tenantId === app.partnerTenantId ? customersOf(world, app) : [];
  const itemAt = (at: number) => contractWith(customers[at]);
  const page = pageOf(url, { length: customers.length, itemAt, usual: USUAL_PAGE, most: LARGEST_PAGE });
  if (!page) return graphError(400, 'Request_BadRequest', 'Invalid page size or skip token.', world.now());
  return json(200, {
    ...context('contracts'),
    ...(page.next ? { '@odata.nextLink': page.next.href } : {}),
    value: page.items,
  });
};

const contractWith = (customer: Tenant | undefined) =>
  customer && {
    id: guidOf(`contract with ${customer.tenantId}`),
    contractType: 'ResellerPartnerContract',
    customerId: customer.tenantId,
    defaultDomainName: customer.domain,
    displayName: customer.name,
    deletedDateTime: null,
  };
