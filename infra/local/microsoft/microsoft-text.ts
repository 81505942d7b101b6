import { type Microsoft, PARTNER_APP } from './start-microsoft.ts';
import type { Tenant } from './tenants/tenant.ts';

/** What `npm start -- --microsoft` prints of the stand-in: where it is, and as whom a source signs in to it. */
export const microsoftText = ({ origins }: Pick<Microsoft, 'origins'>, tenants: readonly Tenant[]): string =>
  [
    '',
    `A stand-in for Microsoft runs beside it, with ${tenants.length} tenants:`,
    '',
    `  Login           ${origins.login}`,
    `  Graph           ${origins.graph}`,
    `  Downloads       ${origins.downloads}`,
    `  Partner Center  ${origins.partnerCenter}`,
    `  Tenant          ${PARTNER_APP.partnerTenantId}  (the partner's own)`,
    `  Client id       ${PARTNER_APP.clientId}`,
    `  Client secret   ${PARTNER_APP.clientSecret}`,
    '',
  ].join('\n');
