import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { ask, askOldToken, askToken, stoppedClock, tokenOf } from './asking.ts';

const contoso = tenantOf('Contoso');
const stranger = tenantOf('Stranger', { consented: null });
const alone = tenantOf('Alone', { delegatedAdmin: false });
const clock = stoppedClock('2026-03-10T08:00:00Z');
let microsoft: Microsoft;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, stranger, alone] });
});
afterAll(() => microsoft.stop());

const skus = async (token: string) => (await ask(`${microsoft.origins.graph}/v1.0/subscribedSkus`, token)).status;
const refresh = (tenant: string, token: string) =>
  askToken(microsoft, tenant, { grant_type: 'refresh_token', refresh_token: token });

test('gives an app a token of a tenant that is good for an hour of the clock', async () => {
  const { status, body } = await askToken(microsoft, contoso.tenantId);
  expect({ status, ...body, access_token: '' }).toEqual({
    status: 200,
    token_type: 'Bearer',
    expires_in: 3_599,
    ext_expires_in: 3_599,
    access_token: '',
  });
  const token = await tokenOf(microsoft, contoso.domain);
  expect(await skus(token)).toBe(200);
  clock.pass(3_598);
  expect(await skus(token)).toBe(200);
  clock.pass(1);
  expect(await skus(token)).toBe(401);
});

test('answers the older endpoint as it did, with numbers as text', async () => {
  const { clientId, clientSecret } = PARTNER_APP;
  const { status, body } = await askOldToken(microsoft, contoso.tenantId, {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
    resource: 'https://graph.microsoft.com',
  });
  expect({ status, ...body }).toMatchObject({
    status: 200,
    expires_in: '3599',
    resource: 'https://graph.microsoft.com',
  });
  expect(await skus(String(body.access_token))).toBe(200);
});

test.each([
  ['a tenant that is not', 'nobody.example', {}, 400, 'invalid_request', 90_002],
  ['an app that nobody knows', contoso.tenantId, { client_id: 'x' }, 400, 'unauthorized_client', 700_016],
  ['an app that is not in the tenant', stranger.tenantId, {}, 400, 'unauthorized_client', 700_016],
  ['a wrong secret', contoso.tenantId, { client_secret: 'x' }, 401, 'invalid_client', 7_000_215],
  ['another API', contoso.tenantId, { scope: 'https://else.example/.default' }, 400, 'invalid_resource', 500_011],
  ['no API', contoso.tenantId, { scope: '' }, 400, 'invalid_request', 900_144],
  ['another grant', contoso.tenantId, { grant_type: 'password' }, 400, 'unsupported_grant_type', 70_003],
  ['no refresh token', contoso.tenantId, { grant_type: 'refresh_token' }, 400, 'invalid_request', 900_144],
])('refuses %s with the code that Microsoft has for it', async (_, tenant, form, status, error, code) => {
  const answer = await askToken(microsoft, tenant, form);
  expect({ status: answer.status, ...answer.body }).toMatchObject({ status, error, error_codes: [code] });
  expect(answer.body.error_description).toContain(`AADSTS${code}: `);
});

test('gives a new refresh token with each exchange, and takes the old one for a day, or not at all', async () => {
  const first = microsoft.refreshToken();
  const once = await refresh(contoso.tenantId, first);
  expect(once.status).toBe(200);
  expect(await skus(String(once.body.access_token))).toBe(200);
  const second = String(once.body.refresh_token);
  expect(second).not.toBe(first);
  clock.pass(86_399);
  expect((await refresh(contoso.tenantId, first)).status).toBe(200);
  clock.pass(1);
  const late = await refresh(contoso.tenantId, first);
  expect({ status: late.status, ...late.body }).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    error_codes: [70_000],
  });
  microsoft.keepUsedRefreshTokensFor(0);
  expect((await refresh(contoso.tenantId, second)).status).toBe(200);
  expect((await refresh(contoso.tenantId, second)).body.error_codes).toEqual([70_000]);
});

test('ends a refresh token after 90 days without use, and all when they are revoked', async () => {
  const unused = microsoft.refreshToken();
  clock.pass(90 * 86_400);
  expect((await refresh(contoso.tenantId, unused)).body.error_codes).toEqual([700_082]);
  const revoked = microsoft.refreshToken();
  microsoft.revokeRefreshTokens();
  expect((await refresh(contoso.tenantId, revoked)).body.error_codes).toEqual([50_173]);
  expect((await refresh(contoso.tenantId, 'made-up')).body.error_codes).toEqual([70_000]);
});

test('gives the partner’s user no token of a tenant without a relation, nor of one without consent', async () => {
  expect((await refresh(alone.tenantId, microsoft.refreshToken())).body.error_codes).toEqual([50_020]);
  const { body } = await refresh(stranger.tenantId, microsoft.refreshToken());
  expect(body).toMatchObject({ error: 'invalid_grant', error_codes: [65_001], suberror: 'consent_required' });
});

test('lets an administrator consent on a page, which leads back', async () => {
  const back = 'http://127.0.0.1:1/done?source=a';
  const query = new URLSearchParams({ client_id: PARTNER_APP.clientId, redirect_uri: back, state: '7' });
  const page = `${microsoft.origins.login}/${stranger.tenantId}/adminconsent?${query}`;
  expect(await (await ask(page)).text()).toContain('usage of Stranger?');
  const answer = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ answer: 'accept' }),
  });
  const led = new URL(answer.headers.get('location') ?? '');
  expect({ status: answer.status, ...Object.fromEntries(led.searchParams) }).toEqual({
    status: 302,
    source: 'a',
    state: '7',
    tenant: stranger.tenantId,
    admin_consent: 'True',
  });
  const token = await tokenOf(microsoft, stranger.tenantId);
  microsoft.withdrawConsent(stranger.tenantId);
  expect((await askToken(microsoft, stranger.tenantId)).body.error_codes).toEqual([700_016]);
  expect(await skus(token)).toBe(200); // until it expires, or is revoked
  microsoft.withdrawConsent(stranger.tenantId, { revokeTokens: true });
  expect(await skus(token)).toBe(401);
});
