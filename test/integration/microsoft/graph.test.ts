import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf } from '../../../infra/local/microsoft/day.ts';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { trueSeats, trueUsers } from '../../../infra/local/microsoft/tenants/truth.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { READERS } from '../../../lib/imports/formats/readers/readers.ts';
import { parseUsers, usersAnswer } from '../../fixtures/imports/users.ts';
import { ask, stoppedClock, tokenOf } from './asking.ts';

const contoso = tenantOf('Contoso', {
  users: 1_203,
  plans: [
    { partNumber: 'SPE_E3', sold: 900, assigned: 850 },
    { partNumber: 'SPB', sold: 300, assigned: 290, seller: 'direct' },
    { partNumber: 'Microsoft_365_Copilot', sold: 60, assigned: 55, addOn: true, trial: true },
  ],
});
const cautious = tenantOf('Cautious', { consented: ['User.Read.All'], concealed: true });
const clock = stoppedClock('2026-03-10T08:00:00Z');
let microsoft: Microsoft;
let token: string;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, cautious] });
  token = await tokenOf(microsoft, contoso.tenantId);
});
afterAll(() => microsoft.stop());

const get = async (path: string, asking = token): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await ask(`${microsoft.origins.graph}${path}`, asking);
  return { status: answer.status, ...(await answer.json()) };
};
const seats = trueSeats(contoso);

test('tells the seats of a tenant as the import reads them', async () => {
  const { totals, found } = READERS['graph.subscribedSkus'](
    await get('/v1.0/subscribedSkus'),
    bundledCatalogue,
    dayOf(clock.now()),
  );
  expect(totals.map(({ sku, active, assigned }) => ({ sku, active, assigned }))).toEqual(
    seats.map(({ sku, sold, assigned }) => ({ sku, active: sold, assigned })),
  );
  expect({ errors: found.errors, warnings: found.warnings }).toEqual({ errors: [], warnings: [] });
});

test('tells each subscription with its seller', async () => {
  const { totals, byOwner, found } = READERS['graph.directorySubscriptions'](
    await get('/v1.0/directory/subscriptions'),
    bundledCatalogue,
    dayOf(clock.now()),
  );
  expect(totals.map(({ active, trial }) => [active, trial])).toEqual([
    [900, 0],
    [300, 0],
    [0, 60],
  ]);
  const sold = byOwner?.get(PARTNER_APP.partnerTenantId)?.map(({ sku, quantity, isTrial }) => [sku, quantity, isTrial]);
  expect(sold).toEqual([
    [seats[0]?.sku, 900, false],
    [seats[2]?.sku, 60, true],
  ]);
  expect(found.errors).toEqual([]);
});

const SELECT = '$select=id,userPrincipalName,accountEnabled,assignedLicenses,licenseAssignmentStates';

test('lists users page by page, as many as are asked for', async () => {
  const pages: unknown[][] = [];
  let next: string | undefined = `/v1.0/users?${SELECT}&$top=500`;
  while (next !== undefined) {
    const { value, '@odata.nextLink': link } = await get(next);
    pages.push(value as unknown[]); // the answer's list
    next = typeof link === 'string' ? link.slice(microsoft.origins.graph.length) : undefined;
    if (typeof link === 'string') expect(link.startsWith(`${microsoft.origins.graph}/v1.0/users?`)).toBe(true);
  }
  expect(pages.map(({ length }) => length)).toEqual([500, 500, 203]);
  const { stated, mode, found } = parseUsers(usersAnswer(pages.flat()));
  const truth = [...trueUsers(contoso)];
  expect(mode).toBe('readable');
  expect(found.errors).toEqual([]);
  expect([...stated.users.keys()].sort()).toEqual(truth.map(({ userId }) => userId).sort());
  expect(new Set(truth.map(({ userId }) => userId)).size).toBe(1_203);
  expect(truth.map(({ skus }) => skus.length).filter((held) => held === 2).length).toBe(55);
  expect(truth.filter(({ skus }) => skus.length === 0).length).toBe(1_203 - 850 - 290);
});

test('gives a hundred users if nobody says how many, and refuses a page that is none', async () => {
  expect(await get('/v1.0/users')).toMatchObject({ status: 200, value: { length: 100 } });
  for (const query of ['$top=1000', '$top=0', '$skiptoken=x'])
    expect(await get(`/v1.0/users?${query}`)).toMatchObject({ status: 400, error: { code: 'Request_BadRequest' } });
});

test('tells whether names are concealed', async () => {
  expect(await get('/v1.0/admin/reportSettings')).toMatchObject({ status: 200, displayConcealedNames: false });
  microsoft.giveConsent(cautious.tenantId, ['ReportSettings.Read.All']);
  const asking = await tokenOf(microsoft, cautious.tenantId);
  expect(await get('/v1.0/admin/reportSettings', asking)).toMatchObject({ displayConcealedNames: true });
});

test('refuses who has no token, and who lacks a permission, in Graph’s words', async () => {
  expect(await get('/v1.0/users', 'made-up')).toMatchObject({
    status: 401,
    error: { code: 'InvalidAuthenticationToken' },
  });
  microsoft.giveConsent(cautious.tenantId, ['User.Read.All']);
  const asking = await tokenOf(microsoft, cautious.tenantId);
  const denied = { status: 403, error: { code: 'Authorization_RequestDenied' } };
  expect(await get('/v1.0/users', asking)).toMatchObject({ status: 200 });
  for (const path of ['subscribedSkus', 'directory/subscriptions', 'contracts', 'admin/reportSettings'])
    expect(await get(`/v1.0/${path}`, asking)).toMatchObject(denied);
  const report = "/v1.0/reports/getOffice365ActiveUserDetail(period='D7')";
  expect(await get(report, asking)).toMatchObject({ status: 403, error: { code: 'S2SUnauthorized' } });
  expect(await get('/v1.0/groups')).toMatchObject({ status: 404 });
});

test('lists the partner’s contracts in its own tenant alone', async () => {
  const own = await tokenOf(microsoft, PARTNER_APP.partnerTenantId);
  const first = await get('/v1.0/contracts?$top=1', own);
  expect(first.value).toMatchObject([
    { customerId: contoso.tenantId, displayName: 'Contoso', defaultDomainName: 'contoso.example' },
  ]);
  const second = await get(String(first['@odata.nextLink']).slice(microsoft.origins.graph.length), own);
  expect(second).toMatchObject({ value: [{ customerId: cautious.tenantId }] });
  expect(second).not.toHaveProperty('@odata.nextLink');
  expect(await get('/v1.0/contracts')).toMatchObject({ status: 200, value: [] });
});
