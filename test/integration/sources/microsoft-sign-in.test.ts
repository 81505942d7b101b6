import { expect, test } from 'vitest';
import { PARTNER, startMicrosoft, TENANT } from './microsoft-under-test.ts';

const SKUS = 'GET /v1.0/subscribedSkus';
const SIGN_IN = `POST /${TENANT}/oauth2/v2.0/token`;
const OK = { json: { value: [{ skuId: 'a' }] } };

const bodyOf = ({ body }: { body: string }) => Object.fromEntries(new URLSearchParams(body));

test('an application signs in by itself, in the tenant, and uses its token until shortly before it expires', async () => {
  const { service, fetch, context } = await startMicrosoft();
  service.on(SKUS, OK);
  const at = (minutes: number) => ({ now: () => new Date(context.now().getTime() + minutes * 60_000) });
  await fetch('graph.subscribedSkus');
  await fetch('graph.subscribedSkus', at(54));
  await fetch('graph.subscribedSkus', at(56));
  expect(service.asked.map(({ call, headers }) => `${call} ${headers.authorization ?? ''}`.trim())).toEqual([
    SIGN_IN,
    `${SKUS} Bearer token-1`,
    `${SKUS} Bearer token-1`,
    SIGN_IN,
    `${SKUS} Bearer token-2`,
  ]);
  expect(service.asked.slice(0, 1).map(bodyOf)).toEqual([
    {
      grant_type: 'client_credentials',
      client_id: context.settings.clientId,
      client_secret: 's3cret',
      scope: `${service.origin}/.default`,
    },
  ]);
});

test('other credentials get other tokens, and so does another tenant', async () => {
  const { service, fetch } = await startMicrosoft();
  service.on(SKUS, OK);
  await fetch('graph.subscribedSkus');
  await fetch('graph.subscribedSkus', { credentials: { clientSecret: 'guessed' } });
  await fetch('graph.subscribedSkus', { tenantId: PARTNER });
  expect(service.asked.filter(({ call }) => call === SKUS).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
    'Bearer token-3',
  ]);
});

test("a partner's refresh token is exchanged in each tenant, and the next one is kept each time", async () => {
  const { service, fetch, kept } = await startMicrosoft({ auth: 'partner', partnerTenantId: PARTNER });
  service.on(SKUS, OK);
  await fetch('graph.subscribedSkus');
  await fetch('graph.subscribedSkus', { tenantId: PARTNER });
  await fetch('graph.subscribedSkus', { credentials: { clientSecret: 's3cret', refreshToken: 'refresh-1' } });
  const exchanges = service.asked.filter(({ call }) => call.includes('/oauth2/'));
  expect(exchanges.map(({ call }) => call)).toEqual([SIGN_IN, `POST /${PARTNER}/oauth2/v2.0/token`]);
  expect(
    exchanges.map(bodyOf).map(({ grant_type, refresh_token, scope }) => [grant_type, refresh_token, scope]),
  ).toEqual([
    ['refresh_token', 'refresh-0', `${service.origin}/.default offline_access`],
    ['refresh_token', 'refresh-1', `${service.origin}/.default offline_access`],
  ]);
  expect(kept).toEqual(['refresh-0 → refresh-1', 'refresh-1 → refresh-2']);
});

test("another user's refresh token gets tokens of its own", async () => {
  const { service, fetch } = await startMicrosoft({ auth: 'partner' });
  service.on(SKUS, OK);
  await fetch('graph.subscribedSkus');
  await fetch('graph.subscribedSkus', { credentials: { clientSecret: 's3cret', refreshToken: 'of somebody else' } });
  const exchanges = service.asked.filter(({ call }) => call.includes('/oauth2/'));
  expect(exchanges.map(bodyOf).map(({ refresh_token }) => refresh_token)).toEqual(['refresh-0', 'of somebody else']);
});

test('a refresh token that could not be kept is not used: the one before it is exchanged again', async () => {
  const { service, fetch, kept } = await startMicrosoft({ auth: 'partner' });
  service.on(SKUS, OK);
  const keepRefreshToken = async () => {
    throw new Error('the table is away');
  };
  await expect(fetch('graph.subscribedSkus', { keepRefreshToken })).rejects.toThrow('the table is away');
  expect(await fetch('graph.subscribedSkus')).toEqual({ outcome: 'fetched' });
  expect(kept).toEqual(['refresh-0 → refresh-2']);
});

test('a partner without a refresh token cannot sign in', async () => {
  const { service, fetch } = await startMicrosoft({ auth: 'partner' });
  expect(await fetch('graph.users', { credentials: { clientSecret: 's3cret' } })).toEqual({
    outcome: 'refused',
    state: 'credentials_refused',
    detail: 'refreshToken',
  });
  expect(service.asked).toEqual([]);
});

test('a token that is not taken is asked for once more, and no third time', async () => {
  const { service, fetch } = await startMicrosoft();
  service.on(SKUS, { status: 401 }, OK);
  expect(await fetch('graph.subscribedSkus')).toEqual({ outcome: 'fetched' });
  expect(service.asked.map(({ headers }) => headers.authorization)).toEqual([
    undefined,
    'Bearer token-1',
    undefined,
    'Bearer token-2',
  ]);
  service.on(SKUS, { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } });
  expect(await fetch('graph.subscribedSkus')).toEqual({
    outcome: 'refused',
    state: 'credentials_refused',
    detail: 'GET /v1.0/subscribedSkus: HTTP 401 InvalidAuthenticationToken',
  });
  expect(service.calls()).toHaveLength(4);
});

test.each([
  [401, { error: 'invalid_client', error_codes: [7000222] }, 'credentials_refused', 'AADSTS7000222 invalid_client'],
  [400, { error: 'invalid_grant', error_codes: [65001] }, 'consent_missing', 'AADSTS65001 invalid_grant'],
  [400, { error: 'invalid_request', error_codes: [90002] }, 'tenant_unknown', 'AADSTS90002 invalid_request'],
  [404, { message: 'no such page' }, 'answer_unusable', expect.stringContaining('sign-in: HTTP 404')],
  [302, {}, 'answer_unusable', 'sign-in: HTTP 302'],
  [
    200,
    { access_token: 'a\r\nb', expires_in: 5 },
    'answer_unusable',
    expect.stringContaining('access_token it is no token'),
  ],
])('a sign-in that is answered %i %o is refused: %s', async (status, json, state, detail) => {
  const { service, fetch } = await startMicrosoft();
  service.on(SIGN_IN, { status, json });
  expect(await fetch('graph.users')).toEqual({ outcome: 'refused', state, detail });
  expect(service.calls()).toEqual([]);
});

test('a sign-in that is throttled or fails is tried again later', async () => {
  const { service, fetch } = await startMicrosoft();
  service.on(SIGN_IN, { status: 429, headers: { 'retry-after': '9' } }, { status: 503 });
  expect(await fetch('graph.users')).toEqual({ outcome: 'later', why: 'throttled', seconds: 9 });
  expect(await fetch('graph.users')).toEqual({ outcome: 'later', why: 'unavailable', seconds: 60 });
});

test.each([
  ['graph.users', 'User.Read.All'],
  ['graph.subscribedSkus', 'LicenseAssignment.Read.All'],
  ['graph.directorySubscriptions', 'Organization.Read.All'],
  ['graph.office365ActiveUserDetail', 'Reports.Read.All'],
  ['partnerCenter.subscriptions', 'user_impersonation (Microsoft Partner Center)'],
])('what may not be read says which permission is missing: %s needs %s', async (kind, permission) => {
  const { service, fetch } = await startMicrosoft({ partnerTenantId: PARTNER });
  const forbidden = { status: 403, json: { error: { code: 'Authorization_RequestDenied' } } };
  await fetch(kind);
  for (const call of service.calls()) service.on(call, forbidden);
  expect(await fetch(kind)).toEqual({ outcome: 'refused', state: 'permission_missing', detail: permission });
});

test('an application that was taken out of the tenant lacks consent, and Partner Center refuses for itself alone', async () => {
  const { service, fetch } = await startMicrosoft({ auth: 'partner', partnerTenantId: PARTNER });
  service.on(SKUS, { status: 403, json: { error: { code: 'Authorization_IdentityNotFound' } } });
  service.on(`GET /v1/customers/${TENANT}/subscriptions`, { status: 404, json: { code: 2002, description: 'gone' } });
  expect(await fetch('graph.subscribedSkus')).toEqual({
    outcome: 'refused',
    state: 'consent_missing',
    detail: 'GET /v1.0/subscribedSkus: HTTP 403 Authorization_IdentityNotFound',
  });
  expect(await fetch('partnerCenter.subscriptions')).toEqual({
    outcome: 'refused',
    state: 'permission_missing',
    detail: 'Microsoft Partner Center: GET /v1/customers/{id}/subscriptions: HTTP 404 2002',
  });
  service.on(`POST /${PARTNER}/oauth2/v2.0/token`, {
    status: 400,
    json: { error: 'invalid_grant', error_codes: [65001] },
  });
  const other = { clientSecret: 's3cret', refreshToken: 'of somebody else' };
  expect(await fetch('partnerCenter.subscriptions', { credentials: other })).toEqual({
    outcome: 'refused',
    state: 'permission_missing',
    detail: 'Microsoft Partner Center: AADSTS65001 invalid_grant',
  });
});
