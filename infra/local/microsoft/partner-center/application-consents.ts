import * as z from 'zod';
import { type Answer, json } from '../http/answer.ts';
import type { Caller } from '../sign-in/access-tokens.ts';
import { isPermission } from '../sign-in/permissions.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { App, World } from '../world.ts';
import { partnerCenterError } from './partner-center-error.ts';

/** Microsoft Graph among a tenant's enterprise applications. */
const GRAPH = '00000003-0000-0000-c000-000000000000';

const consent = z.object({
  applicationId: z.string(),
  displayName: z.string().optional(),
  applicationGrants: z.array(z.object({ enterpriseApplicationId: z.string(), scope: z.string() })).min(1),
});

/**
 * `POST /v1/customers/{id}/applicationconsents`: consents, in a customer's tenant, to what the app does for the partner's
 * users. It takes a user with delegated admin privileges there; an app by itself is refused.
 */
export const applicationConsents = (world: World, tenant: Tenant, app: App, caller: Caller, body: string): Answer => {
  const wait = world.budgets.spend('consents', app.partnerTenantId);
  if (wait !== undefined) return partnerCenterError(429, '429', 'Too many requests.', { 'retry-after': String(wait) });
  if (caller.as !== 'user' || !tenant.delegatedAdmin)
    return partnerCenterError(403, '2004', 'The caller lacks the role that consents for the customer.');
  const asked = consent.safeParse(jsonOf(body));
  if (!asked.success || asked.data.applicationId !== app.clientId)
    return partnerCenterError(400, '1000', 'The application, or its grants, are not valid.');
  if (world.consents.of(tenant.tenantId, app.clientId, 'delegated'))
    return partnerCenterError(409, '2003', 'The permission entry already exists.');
  const scopes = asked.data.applicationGrants
    .filter(({ enterpriseApplicationId }) => enterpriseApplicationId === GRAPH)
    .flatMap(({ scope }) => scope.split(/[\s,]+/u));
  world.consents.give(tenant.tenantId, app.clientId, 'delegated', scopes.filter(isPermission));
  return json(201, { ...asked.data, attributes: { objectType: 'ApplicationConsent' } });
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
