import { SCOPES, type Scope } from '../../../lib/access/caller.ts';
import type { CallApi } from './api-client.ts';
import { PARTNERS, type PartnerProfile, subjectOf } from './partners.ts';

/** The first operator of the `dev` stage. */
export const OPERATOR = 'operator';

const PARTNER_SCOPES = SCOPES.filter((scope): scope is Exclude<Scope, 'operator'> => scope !== 'operator');

/** Stores the partners, and who may act for them and for all. */
export const loadPartners = async (operator: CallApi): Promise<void> => {
  await operator('PUT', `/v1/access/${OPERATOR}`, { scopes: ['operator'] });
  for (const partner of PARTNERS) await loadPartner(operator, partner);
};

/** Stores a partner, and who may act for it. */
export const loadPartner = async (operator: CallApi, partner: PartnerProfile): Promise<void> => {
  const { partnerId, name, tenantIds, recipients } = partner;
  await operator('PUT', `/v1/partners/${partnerId}`, { name, tenantIds, recipients });
  await operator('PUT', `/v1/access/${subjectOf(partnerId)}`, { partnerId, scopes: PARTNER_SCOPES });
};
