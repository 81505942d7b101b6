import { type Answer, json } from '../http/answer.ts';
import type { App, World } from '../world.ts';
import { type Audience, TOKEN_SECONDS } from './access-tokens.ts';
import type { Permission } from './permissions.ts';
import { tokenError } from './token-error.ts';

/** What `POST …/token` is asked, in which of its versions. */
export interface TokenRequest {
  readonly tenantId: string;
  /** Version 1 names a `resource`, version 2 a `scope`. */
  readonly version: 1 | 2;
  readonly form: URLSearchParams;
}

/** Answers with a token, or with what Microsoft says when it gives none. */
export const answerTokenRequest = (world: World, request: TokenRequest): Answer => {
  const { form, tenantId } = request;
  const now = world.now();
  if (!isTenant(world, tenantId)) return tokenError('tenantUnknown', now);
  const app = world.apps.find(({ clientId }) => clientId === form.get('client_id'));
  if (!app) return tokenError('appNotInTenant', now);
  const audience = audienceOf(world, request);
  const refreshToken = form.get('refresh_token');
  if (form.get('client_secret') !== app.clientSecret) return tokenError('secretWrong', now);
  if (audience === 'missing') return tokenError('parameterMissing', now);
  if (audience === undefined) return tokenError('resourceUnknown', now);
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return forApp(world, app, request, audience);
    case 'refresh_token':
      return refreshToken ? forUser(world, app, request, audience, refreshToken) : tokenError('parameterMissing', now);
    case null:
      return tokenError('parameterMissing', now);
    default:
      return tokenError('grantUnknown', now);
  }
};

const isTenant = ({ tenants, apps }: World, tenantId: string): boolean =>
  tenants.find(tenantId) !== undefined || apps.some(({ partnerTenantId }) => partnerTenantId === tenantId);

/** In the partner's own tenant the app may do what it needs to list customers. */
const IN_OWN_TENANT: readonly Permission[] = ['Directory.Read.All'];

const permissionsIn = (
  { consents }: World,
  { clientId, partnerTenantId }: App,
  tenantId: string,
  kind: 'application' | 'delegated',
): readonly Permission[] | undefined =>
  consents.of(tenantId, clientId, kind) ?? (tenantId === partnerTenantId ? IN_OWN_TENANT : undefined);

const forApp = (world: World, app: App, request: TokenRequest, audience: Audience): Answer => {
  const permissions = permissionsIn(world, app, request.tenantId, 'application');
  if (!permissions) return tokenError('appNotInTenant', world.now());
  return tokenAnswer(world, app, request, { audience, as: 'app', permissions });
};

const forUser = (world: World, app: App, request: TokenRequest, audience: Audience, token: string): Answer => {
  const { tenantId } = request;
  const exchanged = world.refreshTokens.exchange(app.clientId, token);
  if ('refused' in exchanged) return tokenError(REFUSALS[exchanged.refused], world.now());
  const isOwn = tenantId === app.partnerTenantId;
  if (!isOwn && world.tenants.find(tenantId)?.delegatedAdmin !== true)
    return tokenError('partnerNotAllowed', world.now());
  const permissions = permissionsIn(world, app, tenantId, 'delegated');
  if (!permissions) return tokenError('consentMissing', world.now());
  return tokenAnswer(world, app, request, { audience, as: 'user', permissions, refreshToken: exchanged.use() });
};

const REFUSALS = {
  unknown: 'refreshTokenInvalid',
  used: 'refreshTokenInvalid',
  expired: 'refreshTokenExpired',
  revoked: 'refreshTokenRevoked',
} as const;

interface Granted {
  readonly audience: Audience;
  readonly as: 'app' | 'user';
  readonly permissions: readonly Permission[];
  readonly refreshToken?: string;
}

const tokenAnswer = (
  { accessTokens, now }: World,
  { clientId }: App,
  { tenantId, version, form }: TokenRequest,
  { refreshToken, ...caller }: Granted,
): Answer => {
  const expiresOn = Math.floor(now().getTime() / 1_000) + TOKEN_SECONDS;
  return json(200, {
    token_type: 'Bearer',
    ...(caller.as === 'user' ? { scope: caller.permissions.join(' ') } : {}),
    // Version 1 writes numbers as text, and names the resource.
    ...(version === 1
      ? { expires_in: String(TOKEN_SECONDS), expires_on: String(expiresOn), resource: form.get('resource') }
      : { expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS }),
    access_token: accessTokens.issue({ clientId, tenantId, ...caller }),
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
  });
};

/** What the APIs are called at Microsoft, besides their addresses here. */
const RESOURCES: Readonly<Record<string, Audience>> = {
  'https://graph.microsoft.com': 'graph',
  'https://api.partnercenter.microsoft.com': 'partnerCenter',
};

/** Scopes that name no resource (OpenID Connect). */
const WITHOUT_RESOURCE = new Set(['openid', 'profile', 'email', 'offline_access']);

const audienceOf = (world: World, { version, form }: TokenRequest): Audience | 'missing' | undefined => {
  const words = (form.get(version === 1 ? 'resource' : 'scope') ?? '').split(' ');
  const named = words.find((word) => word !== '' && !WITHOUT_RESOURCE.has(word));
  if (named === undefined) return 'missing';
  const origin = URL.canParse(named) ? new URL(named).origin : undefined;
  if (origin === undefined) return undefined;
  const ours = (['graph', 'partnerCenter'] as const).find((one) => world.urlOf(one).origin === origin);
  return ours ?? RESOURCES[origin];
};
