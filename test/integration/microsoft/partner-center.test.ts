import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf } from '../../../infra/local/microsoft/day.ts';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { trueSeats } from '../../../infra/local/microsoft/tenants/truth.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../lib/catalogue/names/product-names.ts';
import { READERS } from '../../../lib/imports/formats/readers/readers.ts';
import { ask, askToken, stoppedClock, tokenOf } from './asking.ts';

const tenants = Array.from({ length: 7 }, (_, at) =>
  tenantOf(`Customer ${at}`, {
    plans: [
      { partNumber: 'SPE_E3', sold: 20 + at, assigned: 10 },
      { partNumber: 'POWER_BI_PRO', sold: 5, assigned: 5, addOn: true, seller: 'direct' },
    ],
    consented: null,
  }),
);
const [first = tenantOf('nobody')] = tenants;
const clock = stoppedClock('2026-03-10T08:00:00Z');
const SCOPE = { scope: 'https://api.partnercenter.microsoft.com/.default' };
let microsoft: Microsoft;
let token: string;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants });
  token = await tokenOf(microsoft, PARTNER_APP.partnerTenantId, SCOPE);
});
afterAll(() => microsoft.stop());

interface CustomersPage {
  readonly items: readonly { readonly id: string; readonly companyProfile: Readonly<Record<string, unknown>> }[];
  readonly links: {
    readonly next?: {
      readonly uri: string;
      readonly headers: readonly { readonly key: string; readonly value: string }[];
    };
  };
}

test('lists customers by pages, each asked for with the token of the last', async () => {
  const pages: CustomersPage['items'][] = [];
  let uri: string | undefined = '/customers?size=3';
  let headers = {};
  while (uri !== undefined) {
    const answer = await ask(`${microsoft.origins.partnerCenter}/v1${uri}`, token, headers);
    const { items, links } = (await answer.json()) as CustomersPage;
    pages.push(items);
    uri = links.next?.uri;
    if (uri !== undefined) expect(uri).toContain('seekOperation=Next');
    headers = Object.fromEntries(links.next?.headers.map(({ key, value }) => [key, value]) ?? []);
  }
  expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(pages.flat().map(({ id }) => id)).toEqual(tenants.map(({ tenantId }) => tenantId));
  expect(pages[0]?.[0]?.companyProfile).toMatchObject({
    tenantId: first.tenantId,
    domain: 'customer-0.example',
    companyName: 'Customer 0',
  });
  const lost = await ask(`${microsoft.origins.partnerCenter}/v1/customers?seekOperation=Next`, token);
  expect(lost.status).toBe(400);
});

test('lists what the partner sold, as the import reads it, and names the request', async () => {
  const url = `${microsoft.origins.partnerCenter}/v1/customers/${first.tenantId}/subscriptions`;
  const answer = await ask(url, token, { 'MS-RequestId': 'a-request' });
  expect(answer.headers.get('ms-requestid')).toBe('a-request');
  const knowledge = { names: productNames(bundledCatalogue), sold: new Set<string>(), before: new Map() };
  const read = READERS['partnerCenter.subscriptions'](await answer.json(), knowledge, dayOf(clock.now()));
  const [sold] = trueSeats(first);
  expect(read.subscriptions).toMatchObject([
    { sku: sold?.sku, quantity: 20, state: 'active', isTrial: false, term: 'P1Y', autoRenew: true },
  ]);
  expect(read.found.errors).toEqual([]);
});

test('refuses tokens of another tenant or API, and tenants that are no customers', async () => {
  const url = (id: string) => `${microsoft.origins.partnerCenter}/v1/customers/${id}/subscriptions`;
  microsoft.giveConsent(first.tenantId);
  const others = [
    await tokenOf(microsoft, first.tenantId, SCOPE),
    await tokenOf(microsoft, PARTNER_APP.partnerTenantId),
    undefined,
  ];
  for (const other of others) expect((await ask(url(first.tenantId), other)).status).toBe(401);
  microsoft.withdrawConsent(first.tenantId);
  const stranger = await ask(url('11111111-1111-4111-8111-111111111111'), token);
  expect({ status: stranger.status, ...(await stranger.json()) }).toMatchObject({ status: 403, code: '20002' });
});

const consent = (tenantId: string, as: string) =>
  fetch(`${microsoft.origins.partnerCenter}/v1/customers/${tenantId}/applicationconsents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      applicationId: PARTNER_APP.clientId,
      applicationGrants: [
        { enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'Reports.Read.All,User.Read.All' },
      ],
    }),
  });

test('consents in a customer’s tenant for a user of the partner, once, and for no app by itself', async () => {
  const grant = () => ({ grant_type: 'refresh_token', refresh_token: microsoft.refreshToken() });
  const user = await tokenOf(microsoft, PARTNER_APP.partnerTenantId, { ...SCOPE, ...grant() });
  expect((await askToken(microsoft, first.tenantId, grant())).body.error_codes).toEqual([65_001]);
  expect((await consent(first.tenantId, token)).status).toBe(403);
  expect((await consent(first.tenantId, user)).status).toBe(201);
  expect((await consent(first.tenantId, user)).status).toBe(409);
  const given = await tokenOf(microsoft, first.tenantId, grant());
  const status = async (path: string) => (await ask(`${microsoft.origins.graph}/v1.0/${path}`, given)).status;
  expect(await status('users')).toBe(200);
  expect(await status('subscribedSkus')).toBe(403); // no such scope was consented to
});
