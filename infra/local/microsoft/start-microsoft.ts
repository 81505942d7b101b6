import { guidOf } from '../sample/seeded.ts';
import { type BudgetName, createBudgets } from './budgets.ts';
import { graphOrigin } from './graph/graph-origin.ts';
import { ORIGINS, type Origin, type OriginName, type RecordedCall } from './http/call.ts';
import type { ScriptedAnswer } from './http/scripted-answers.ts';
import { createScripts, type ScriptedCalls } from './http/scripts.ts';
import { createSealer } from './http/sealed.ts';
import { type ServedOrigin, serveOrigin } from './http/serve-origin.ts';
import { partnerCenterOrigin } from './partner-center/partner-center-origin.ts';
import { downloadsOrigin } from './reports/downloads-origin.ts';
import { createAccessTokens } from './sign-in/access-tokens.ts';
import { createConsents } from './sign-in/consents.ts';
import { loginOrigin } from './sign-in/login-origin.ts';
import { PERMISSIONS, type Permission } from './sign-in/permissions.ts';
import { createRefreshTokens } from './sign-in/refresh-tokens.ts';
import type { Tenant } from './tenants/tenant.ts';
import { type App, createTenants, type World } from './world.ts';

/** The app of a partner, when nobody names another one. */
export const PARTNER_APP: App = {
  clientId: guidOf('microsoft app of the partner'),
  clientSecret: 'the-secret-of-the-partners-app',
  partnerTenantId: guidOf('microsoft tenant of the partner'),
};

export interface MicrosoftOptions {
  readonly now: () => Date;
  readonly tenants: readonly Tenant[];
  /** By default `PARTNER_APP` alone, whose customers all tenants are. */
  readonly apps?: readonly App[];
  /** By default the system chooses. */
  readonly ports?: Partial<Readonly<Record<OriginName, number>>>;
}

/** The running services. */
export interface Microsoft {
  /** Origins without a slash at the end. */
  readonly origins: Readonly<Record<OriginName, string>>;
  /** All calls since the start, the oldest first. */
  readonly calls: () => readonly RecordedCall[];
  /** How many calls were over a budget, by its name. */
  readonly refused: () => Readonly<Record<BudgetName, number>>;
  /** Answers calls otherwise than usual. Returns what takes the script back. */
  readonly script: (calls: ScriptedCalls, answer: ScriptedAnswer) => () => void;
  /** Forgets all scripts. */
  readonly clearScripts: () => void;
  /** Adds a tenant, or changes one. */
  readonly putTenant: (tenant: Tenant) => void;
  /** Has the administrator of a tenant consent, to the app by itself and for its users. */
  readonly giveConsent: (tenantId: string, permissions?: readonly Permission[], clientId?: string) => void;
  /** Takes an app out of a tenant; tokens that it has are good until they expire, unless they are revoked too. */
  readonly withdrawConsent: (tenantId: string, options?: { clientId?: string; revokeTokens?: boolean }) => void;
  /** A refresh token of the app's user, as one gets it by signing in. */
  readonly refreshToken: (clientId?: string) => string;
  /** For how many seconds refresh tokens are good after they were used (a day); 0 refuses them at once. */
  readonly keepUsedRefreshTokensFor: (seconds: number) => void;
  readonly revokeRefreshTokens: (clientId?: string) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a stand-in for Microsoft on 127.0.0.1: its login, Graph, the store of report downloads, and Partner Center. All
 * that it tells follows from the tenants and from the time, which is asked for at every call.
 */
export const startMicrosoft = async (options: MicrosoftOptions): Promise<Microsoft> => {
  const { now, tenants, apps = [PARTNER_APP], ports = {} } = options;
  const calls: RecordedCall[] = [];
  const scripts = createScripts();
  const served = new Map<OriginName, ServedOrigin>();
  const sealer = createSealer();
  const world: World = {
    now,
    apps,
    tenants: createTenants(tenants),
    consents: createConsents(),
    accessTokens: createAccessTokens(now, sealer),
    refreshTokens: createRefreshTokens(now),
    budgets: createBudgets(now),
    sealer,
    urlOf: (origin) => {
      const url = served.get(origin)?.url;
      if (!url) throw new Error(`The origin ${origin} is not served`);
      return url;
    },
  };
  const origins: Readonly<Record<OriginName, Origin>> = {
    login: loginOrigin(world),
    graph: graphOrigin(world),
    downloads: downloadsOrigin(world),
    partnerCenter: partnerCenterOrigin(world),
  };
  for (const name of ORIGINS) {
    const record = (call: RecordedCall) => calls.push(call);
    const service = { name, now, scripts, record, port: ports[name] };
    served.set(name, await serveOrigin(service, origins[name]));
  }

  const [first] = apps;
  const usualApp = first?.clientId ?? '';
  const give = (tenantId: string, permissions: readonly Permission[], clientId: string): void => {
    world.consents.give(tenantId, clientId, 'application', permissions);
    world.consents.give(tenantId, clientId, 'delegated', permissions);
  };
  const putTenant = (tenant: Tenant): void => {
    const isNew = world.tenants.find(tenant.tenantId) === undefined;
    world.tenants.put(tenant);
    if (isNew) consentAsSaid(tenant);
  };
  const consentAsSaid = ({ tenantId, consented }: Tenant): void => {
    if (consented) for (const { clientId } of apps) give(tenantId, consented, clientId);
  };
  tenants.forEach(consentAsSaid);
  const originOf = (name: OriginName): string => world.urlOf(name).origin;
  return {
    origins: {
      login: originOf('login'),
      graph: originOf('graph'),
      downloads: originOf('downloads'),
      partnerCenter: originOf('partnerCenter'),
    },
    calls: () => [...calls],
    refused: world.budgets.refused,
    script: scripts.add,
    clearScripts: scripts.clear,
    putTenant,
    giveConsent: (tenantId, permissions = PERMISSIONS, clientId = usualApp) => give(tenantId, permissions, clientId),
    withdrawConsent: (tenantId, { clientId = usualApp, revokeTokens = false } = {}) => {
      world.consents.withdraw(tenantId, clientId);
      if (revokeTokens) world.accessTokens.revoke(tenantId);
    },
    refreshToken: (clientId = usualApp) => world.refreshTokens.issue(clientId),
    keepUsedRefreshTokensFor: world.refreshTokens.keepUsedFor,
    revokeRefreshTokens: (clientId = usualApp) => world.refreshTokens.revoke(clientId),
    stop: async () => {
      await Promise.all([...served.values()].map(({ stop }) => stop()));
    },
  };
};
