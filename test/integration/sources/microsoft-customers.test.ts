import { expect, test } from 'vitest';
import { CLIENT, PARTNER, startMicrosoft, TENANT } from './microsoft-under-test.ts';

const CUSTOMERS = 'GET /v1/customers?size=500';

const customer = (id: string, companyName: string, domain?: string) => ({
  id,
  companyProfile: { tenantId: id, companyName, domain },
  relationshipToPartner: 'reseller',
});

test("Partner Center's customers come page by page, each call from where the last one ended", async () => {
  const { service, collector, context, spent } = await startMicrosoft({
    auth: 'partner',
    partnerTenantId: PARTNER,
    customersFrom: 'partner-center',
  });
  const next = {
    uri: '/customers?size=500&seekOperation=Next',
    headers: [{ key: 'MS-ContinuationToken', value: 'B==' }],
  };
  service.on(CUSTOMERS, {
    json: {
      totalCount: 3,
      items: [customer(TENANT.toUpperCase(), ' Contoso, Ltd. ', 'Contoso.example')],
      links: { next },
    },
  });
  service.on(`${CUSTOMERS}&seekOperation=Next`, {
    json: { totalCount: 3, items: [customer(PARTNER, 'Fabrikam'), { id: 'none' }, customer('x', 'Nobody')], links: {} },
  });
  const first = await collector.customers(context, undefined);
  expect(first).toEqual({
    outcome: 'found',
    customers: [{ tenantId: TENANT, name: 'Contoso, Ltd.', domain: 'contoso.example' }],
    cursor: 'B==',
  });
  const second = await collector.customers(context, 'B==');
  expect(second).toEqual({
    outcome: 'found',
    customers: [{ tenantId: PARTNER, name: 'Fabrikam', domain: undefined }],
    cursor: undefined,
  });
  expect(service.asked.map(({ headers }) => headers['ms-continuationtoken'])).toEqual([undefined, undefined, 'B==']);
  expect(service.asked[0]?.call).toBe(`POST /${PARTNER}/oauth2/v2.0/token`);
  expect(spent).toEqual(Array(2).fill(`1 of 500 in 60 s: microsoft-partner-center#${PARTNER}`));
});

test('contracts of Graph are customers too, and no cursor leads away from it', async () => {
  const { service, collector, context } = await startMicrosoft({ auth: 'partner', customersFrom: 'contracts' });
  const next = '/v1.0/contracts?$skiptoken=2';
  const contract = {
    customerId: TENANT,
    displayName: 'Contoso',
    defaultDomainName: 'contoso.example',
    contractType: 'x',
  };
  service.on('GET /v1.0/contracts', { json: { value: [contract], '@odata.nextLink': service.origin + next } });
  service.on(`GET ${next}`, { json: { value: [] } });
  const found = [{ tenantId: TENANT, name: 'Contoso', domain: 'contoso.example' }];
  const cursor = service.origin + next;
  expect(await collector.customers(context, undefined)).toEqual({ outcome: 'found', customers: found, cursor });
  expect(await collector.customers(context, cursor)).toEqual({ outcome: 'found', customers: [], cursor: undefined });
  expect(await collector.customers(context, 'https://evil.example/v1.0/contracts')).toMatchObject({
    outcome: 'refused',
    state: 'address_refused',
  });
  expect(service.calls()).toEqual(['GET /v1.0/contracts', `GET ${next}`]);
  expect(service.asked[0]?.call).toBe('POST /organizations/oauth2/v2.0/token');
});

test('customers that may not be read say why', async () => {
  const { service, collector, context } = await startMicrosoft({ auth: 'partner', customersFrom: 'contracts' });
  service.on('GET /v1.0/contracts', { status: 403 });
  expect(await collector.customers(context, undefined)).toEqual({
    outcome: 'refused',
    state: 'permission_missing',
    detail: 'Directory.Read.All',
  });
});

test('consent is given by Partner Center, also where it was given before', async () => {
  const { service, collector, context } = await startMicrosoft({ auth: 'partner', partnerTenantId: PARTNER });
  const call = `POST /v1/customers/${TENANT}/applicationconsents`;
  service.on(call, { status: 201, json: {} }, { status: 409 }, { status: 404 });
  expect(await collector.grantConsent?.(context)).toEqual({ outcome: 'consented' });
  expect(await collector.grantConsent?.(context)).toEqual({ outcome: 'consented' });
  expect(await collector.grantConsent?.(context)).toMatchObject({ outcome: 'refused', state: 'tenant_unknown' });
  const settings = { ...context.settings, auth: 'application' as const };
  expect(collector.grantConsent?.({ ...context, settings })).toBeUndefined(); // that of an application an admin gives
  expect(JSON.parse(service.asked[1]?.body ?? '')).toEqual({
    applicationId: CLIENT,
    applicationGrants: [
      {
        enterpriseApplicationId: '00000003-0000-0000-c000-000000000000',
        scope: 'User.Read.All,LicenseAssignment.Read.All,Organization.Read.All,Reports.Read.All',
      },
    ],
  });
});
