import type { AuthorizedCall, CallContext } from './authorized-call.ts';
import { callPartnerCenter } from './partner-center.ts';
import { CONSENT_ROLES, GRAPH_PERMISSIONS } from './what-is-asked.ts';

/** Microsoft Graph, as an application of every tenant. */
const GRAPH_APPLICATION = '00000003-0000-0000-c000-000000000000';

/** There already: the tenant had consented before. */
const CONFLICT = 409;

/**
 * Consents to the application in the tenant, as the partner, who has a relation to it (Partner Center, "control panel vendor
 * APIs"): the permissions are those that fetching needs. Throws Stopped, CallFailed, AddressRefused.
 */
export const grantConsent = async (call: AuthorizedCall, context: CallContext, tenantId: string): Promise<void> => {
  const answer = await callPartnerCenter(call, context, {
    path: `customers/${encodeURIComponent(tenantId)}/applicationconsents`,
    what: 'POST /v1/customers/{id}/applicationconsents',
    body: {
      applicationId: context.settings.clientId,
      applicationGrants: [{ enterpriseApplicationId: GRAPH_APPLICATION, scope: GRAPH_PERMISSIONS.join(',') }],
    },
    expects: [201, CONFLICT],
    permission: CONSENT_ROLES,
    ifMissing: 'tenant_unknown',
  });
  answer.discard();
};
