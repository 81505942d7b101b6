import type { CallApi } from '../sample/api-client.ts';
import { loadPartner } from '../sample/load-partners.ts';
import type { PartnerProfile } from '../sample/partners.ts';
import { type Microsoft, PARTNER_APP } from './start-microsoft.ts';

/** The partner whose portfolio arrives by itself. */
export const SHOWN_PARTNER: PartnerProfile = {
  partnerId: 'wingtip',
  name: 'Wingtip Cloud',
  tenantIds: [PARTNER_APP.partnerTenantId],
  recipients: ['noa@wingtip.example'],
};

const SOURCE = 'microsoft';

/**
 * Stores the partner with a source that leads to the stand-in, and has it collected at once. Throws when the API refuses
 * any of it. Customers and figures arrive by and by.
 */
export const showSources = async (operator: CallApi, { origins }: Pick<Microsoft, 'origins'>): Promise<void> => {
  const { login, graph, partnerCenter } = origins;
  const source = `/v1/partners/${SHOWN_PARTNER.partnerId}/sources/${SOURCE}`;
  await loadPartner(operator, SHOWN_PARTNER);
  await operator('PUT', source, {
    kind: 'microsoft',
    auth: 'application',
    clientId: PARTNER_APP.clientId,
    credentials: { clientSecret: PARTNER_APP.clientSecret },
    partnerTenantId: PARTNER_APP.partnerTenantId,
    hosts: { login, graph, partnerCenter },
    customersFrom: 'partner-center',
    newCustomers: 'taken',
  });
  await operator('POST', `${source}/collections`, {});
};
