import type { Budgets } from './budgets.ts';
import type { OriginName } from './http/call.ts';
import type { Sealer } from './http/sealed.ts';
import type { AccessTokens } from './sign-in/access-tokens.ts';
import type { Consents } from './sign-in/consents.ts';
import type { RefreshTokens } from './sign-in/refresh-tokens.ts';
import type { Tenant } from './tenants/tenant.ts';

/** An app that a partner, or the owner of a tenant, registered. */
export interface App {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The partner's own tenant. */
  readonly partnerTenantId: string;
  /** The ids of the tenants that are customers of the partner; all that there are if left out. */
  readonly customers?: readonly string[];
}

/** The tenants that there are, by id and by domain. */
export interface Tenants {
  readonly find: (idOrDomain: string) => Tenant | undefined;
  readonly all: () => readonly Tenant[];
  readonly put: (tenant: Tenant) => void;
}

/** All that the services know together. */
export interface World {
  readonly now: () => Date;
  readonly tenants: Tenants;
  readonly apps: readonly App[];
  readonly consents: Consents;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
  readonly budgets: Budgets;
  readonly sealer: Sealer;
  readonly urlOf: (origin: OriginName) => URL;
}

/** A list of tenants. */
export const createTenants = (first: readonly Tenant[]): Tenants => {
  const byId = new Map<string, Tenant>();
  const byDomain = new Map<string, string>();
  const put = (tenant: Tenant): void => {
    byId.set(tenant.tenantId, tenant);
    byDomain.set(tenant.domain, tenant.tenantId);
  };
  first.forEach(put);
  return {
    find: (idOrDomain) => byId.get(byDomain.get(idOrDomain.toLowerCase()) ?? idOrDomain.toLowerCase()),
    all: () => [...byId.values()],
    put,
  };
};

/** The tenants that are customers of an app's partner, in a fixed order. */
export const customersOf = ({ tenants }: World, { customers }: App): Tenant[] =>
  tenants.all().filter(({ tenantId }) => customers === undefined || customers.includes(tenantId));
