import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { activeUser, activityFile } from '../fixtures/imports/activity-reports.ts';
import { usageFile } from '../fixtures/imports/dynamics-usage.ts';
import newCommerceNames from '../fixtures/imports/new-commerce-names.json' with { type: 'json' };
import { givenCustomer, givenPartner, givenSeats, operatorToken, unique } from '../steps/given.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, daysBefore, importIsDone, recalculate } from '../steps/when.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const DYNAMICS_365_SALES = '1e1a282c-9c54-43a2-9310-98ef728faace';
const EXCHANGE_PLAN_1 = '4b9405b0-7788-4568-add1-99614e613b69';

interface Import {
  id: string;
  status: string;
  createdAt: string;
  rows: number;
  errors: { line: number; code: string; message: string }[];
  warnings: { code: string; message: string; count: number }[];
}

let token: string;
/** The day of the figures: every other day is counted back from it. */
let asOf: string;
const day = (back: number): string => daysBefore(back, asOf);

beforeAll(async () => {
  ({ token } = await partnerWith());
  asOf = await recalculate(token);
});

const partnerWith = async () => {
  const partner = await givenPartner();
  return { ...partner, customerId: await givenCustomer([partner.partnerId]) };
};

const importFile = async (
  as: string,
  kind: string,
  customerId: string | undefined,
  file: string | Uint8Array<ArrayBuffer>,
  more: { readonly day?: string } = {},
): Promise<Import> => {
  const created = await call<Import & { upload: Upload }>('POST /v1/imports', {
    token: as,
    body: { kind, customerId, ...more },
  });
  expect(created.status).toBe(201);
  expect(await upload(created.body.upload, file)).toBe(204);
  await importIsDone(as, created.body.id);
  return (await call<Import>(`GET /v1/imports/${created.body.id}`, { token: as })).body;
};

const HEADER =
  'Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Has Exchange License,Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License,Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date,Assigned Products';

const line = (index: number, { exchange = '', onedrive = '', sharepoint = '', teams = '', products = '' }) =>
  `${day(0)},user${index}@contoso.example,User ${index},False,,True,True,True,True,True,True,${exchange},${onedrive},${sharepoint},,,${teams},${day(58)},,,,,${day(58)},${products}`;

const subscribedSkus = (...rows: Record<string, unknown>[]) =>
  JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscribedSkus',
    value: rows.map((row) => ({ appliesTo: 'User', capabilityStatus: 'Enabled', ...row })),
  });
const units = (enabled: number, warning = 0) => ({ enabled, warning, suspended: 0, lockedOut: 0 });

test('the two files of Microsoft Graph, with 10,000 users, become the figures counted by hand', async () => {
  const { token: own, customerId } = await partnerWith();
  const seats = await importFile(
    own,
    'graph.subscribedSkus',
    customerId,
    subscribedSkus(
      { skuId: E3.toUpperCase(), skuPartNumber: 'ENTERPRISEPACK', consumedUnits: 7000, prepaidUnits: units(8000, 50) },
      { skuId: EXCHANGE_PLAN_1, skuPartNumber: 'EXCHANGESTANDARD', consumedUnits: 2500, prepaidUnits: units(2000) },
      {
        skuId: '11111111-2222-3333-4444-555555555555',
        skuPartNumber: 'MYSTERY',
        consumedUnits: 1,
        prepaidUnits: units(9),
      },
      { skuId: E3, appliesTo: 'Company', skuPartNumber: 'ENTERPRISEPACK', consumedUnits: 0, prepaidUnits: units(999) },
    ),
  );
  expect(seats).toMatchObject({ status: 'complete', errors: [] });
  expect(JSON.stringify(seats.warnings)).toContain('MYSTERY');

  // Users 0–6999 hold E3, 7000–9499 Exchange Plan 1, 9500–9999 nothing.
  // Exchange: every 2nd user on day A. Teams: every 5th of the first 7,000 on A−27, the rest of them on A−28, too early.
  // OneDrive: users 0–99 on A−8, SharePoint: users 50–149 on A−7.
  const rows = Array.from({ length: 10_000 }, (_, index) =>
    line(index, {
      exchange: index % 2 === 0 ? day(0) : '',
      teams: index >= 7000 ? '' : index % 5 === 0 ? day(27) : day(28),
      onedrive: index < 100 ? day(8) : '',
      sharepoint: index >= 50 && index < 150 ? day(7) : '',
      products: index < 7000 ? 'OFFICE 365 E3' : index < 9500 ? 'EXCHANGE ONLINE (PLAN 1)+POWER  WHATEVER + PRO' : '',
    }),
  );
  const users = await importFile(
    own,
    'graph.office365ActiveUserDetail',
    customerId,
    `\uFEFF${[HEADER, ...rows].join('\r\n')}\r\n`,
  );
  expect(users).toMatchObject({ status: 'complete', rows: 10_000, errors: [] });
  // The last 500 are licensed by their rows, and with nothing: what they hold is not known.
  expect(users.warnings).toEqual([
    expect.objectContaining({ code: 'unknown_product', count: 2500 }),
    expect.objectContaining({ code: 'products_not_named', count: 500 }),
  ]);

  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  const { deployment, usage } = body as {
    deployment: { products: Record<string, unknown>[] };
    usage: { workloads: Record<string, unknown>[] };
  };
  const product = (sku: string) => deployment.products.find((row) => row.sku === sku);
  // E3 holders active: even numbers by Exchange 3,500; odd multiples of 5 by Teams 700; of 0–149 the other odd ones
  // by OneDrive or SharePoint: 75 odd, of which 15 multiples of 5, so 60.
  expect(product(E3)).toMatchObject({
    sold: 8000,
    grace: 50,
    trial: null,
    soldByYou: null,
    assigned: 7000,
    unassigned: 1000,
    deploymentPercent: 87.5,
    activeEntitlements: 4260,
    usagePercent: 53.3,
    seatSource: 'graph.subscribedSkus',
  });
  expect(product(EXCHANGE_PLAN_1)).toMatchObject({
    sold: 2000,
    assigned: 2500,
    unassigned: 0,
    deploymentPercent: 125,
    activeEntitlements: 1250,
    usagePercent: 62.5,
  });
  expect(body).toMatchObject({
    deployment: { sold: 10_000, assigned: 9500, unassigned: 1000, assignedBeyondSold: 500, deploymentPercent: 95 },
  });
  const workload = (id: string) => usage.workloads.find((row) => row.workload === id);
  expect(workload('exchange')).toMatchObject({
    qualified: 10_000,
    active: 5000,
    active7: 5000,
    active1: 5000,
    usagePercent: 50,
  });
  expect(workload('teams')).toMatchObject({ qualified: 8000, active: 1400, active7: 0, usagePercent: 17.5 });
  expect(workload('sharepoint')).toMatchObject({ qualified: 8000, active: 150, usagePercent: 1.9 });
});

test('a name that an import could not name is mapped by one call, and its seats are counted from then on', async () => {
  const { token: own, customerId } = await partnerWith();
  const asOperator = await operatorToken();
  const name = unique('Vertrieb');
  const [first, ...others] = newCommerceNames.items;
  const file = JSON.stringify({ totalCount: 9, items: [{ ...first, offerName: name }, ...others] });
  const taken = await importFile(own, 'partnerCenter.subscriptions', customerId, file);
  expect(taken).toMatchObject({ status: 'complete', warnings: [{ code: 'unknown_product', count: 10 }] });
  const insights = async () => {
    await recalculate(own, customerId);
    const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
    const { deployment, seatsNotCounted } = body as {
      deployment: { products: { sold: number }[] };
      seatsNotCounted: unknown[];
    };
    return { sold: deployment.products.reduce((sum, { sold }) => sum + sold, 0), seatsNotCounted };
  };
  const unnamed = { name, reason: 'unknown', sold: 10, assigned: null };
  const today = new Date(taken.createdAt).toISOString().slice(0, 10);
  expect(await insights()).toEqual({
    sold: 80,
    seatsNotCounted: [{ ...unnamed, source: 'partnerCenter.subscriptions', day: today, importId: taken.id }],
  });

  const mapping = `POST /v1/imports/${taken.id}/mappings`;
  const body = { name, sku: DYNAMICS_365_SALES };
  expect(await call(mapping, { token: own, body })).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
  const again = await call<Import>(mapping, { token: asOperator, body });
  expect(again.status).toBe(202);
  await importIsDone(own, again.body.id);
  expect(await insights()).toEqual({ sold: 90, seatsNotCounted: [] });
});

const example = (name: string) => readFileSync(join(import.meta.dirname, '../../docs/examples', name), 'utf8');

test("the examples of all seats and users tell a partner's own share, which its own list then replaces", async () => {
  const { partnerId, token: own, customerId } = await partnerWith();
  const asOperator = await operatorToken();
  const tenantIds = ['e41b6f0a-8c3d-4a57-b2f9-6d0c1e5a7b38'];
  await call(`PUT /v1/partners/${partnerId}`, { token: asOperator, body: { name: 'Acme', tenantIds } });
  for (const [kind, file] of [
    ['graph.directorySubscriptions', 'directorySubscriptions.json'],
    ['graph.users', 'users.json'],
  ] as const)
    expect(await importFile(asOperator, kind, customerId, example(file), { day: asOf })).toMatchObject({
      status: 'complete',
      errors: [],
      warnings: [],
    });
  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  const { deployment } = body as { deployment: { products: Record<string, unknown>[] } };
  const seatSource = 'graph.directorySubscriptions';
  expect(deployment.products).toMatchObject([
    { name: 'Exchange Online (Plan 1)', sold: 2, soldByYou: 2, trial: 0, assigned: 2, seatSource },
    { name: 'Office 365 E3', sold: 5, soldByYou: 4, grace: 1, assigned: 3, seatSource },
    { name: 'Visio Plan 2', sold: 0, soldByYou: 0, trial: 2, assigned: 1, seatSource },
  ]);

  const subscriptions = async () => {
    const answer = await call(`GET /v1/customers/${customerId}/subscriptions`, { token: own });
    const { subscriptions: lines } = answer.body as { subscriptions: { quantity: number; derived?: boolean }[] };
    return lines.map(({ quantity, derived = false }) => [quantity, derived]);
  };
  expect(await subscriptions()).toEqual([
    [4, true],
    [1, true],
    [2, true],
  ]);
  const list = example('partnerCenterSubscriptions.json');
  const kind = 'partnerCenter.subscriptions';
  expect(await call('POST /v1/imports', { token: asOperator, body: { kind, customerId } })).toMatchObject({
    status: 400,
    body: { code: 'partner_needed' },
  });
  expect(await importFile(own, kind, customerId, list)).toMatchObject({ status: 'complete', errors: [] });
  expect(await subscriptions()).toEqual([
    [4, false],
    [1, false],
    [2, false],
  ]);
});

test('a file cut short is refused whole', async () => {
  const { token: own, customerId } = await partnerWith();
  const whole = [HEADER, line(1, { products: 'OFFICE 365 E3' }), line(2, { products: 'OFFICE 365 E3' })].join('\n');
  const cut = await importFile(own, 'graph.office365ActiveUserDetail', customerId, whole.slice(0, -60));
  expect(cut).toMatchObject({ status: 'failed', errors: [{ code: 'file_cut_short' }] });
});

test('a file of another kind is refused by its header', async () => {
  const { token: own, customerId } = await partnerWith();
  const wrong = await importFile(own, 'graph.office365ActiveUserDetail', customerId, 'Name,Age\nAda,36\n');
  expect(wrong).toMatchObject({ status: 'failed', errors: [{ code: 'wrong_file' }] });
  const page = JSON.stringify({ '@odata.nextLink': 'https://graph.microsoft.com/next', value: [] });
  const incomplete = await importFile(own, 'graph.subscribedSkus', customerId, page);
  expect(incomplete).toMatchObject({ status: 'failed', errors: [{ code: 'incomplete' }] });
});

test('an upload over its size is refused by the form', async () => {
  const { token: own, customerId } = await partnerWith();
  const { body } = await call<{ upload: Upload }>('POST /v1/imports', {
    token: own,
    body: { kind: 'graph.subscribedSkus', customerId },
  });
  expect(await upload(body.upload, new Uint8Array(200_000_001))).toBe(400);
});

test('an import of another partner, or for a foreign customer, is unknown', async () => {
  const { token: own, customerId } = await partnerWith();
  const created = await call<Import>('POST /v1/imports', {
    token: own,
    body: { kind: 'graph.subscribedSkus', customerId },
  });
  expect(await call(`GET /v1/imports/${created.body.id}`, { token })).toMatchObject({
    status: 404,
    body: { code: 'unknown_import' },
  });
  expect(await call('POST /v1/imports', { token, body: { kind: 'graph.subscribedSkus', customerId } })).toMatchObject({
    status: 404,
    body: { code: 'unknown_customer' },
  });
  expect(
    await call('POST /v1/imports', { token, body: { kind: 'graph.horoscope', customerId: unique('x') } }),
  ).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
});

test('seats of a list and of a tenant-wide file are never added up', async () => {
  const { token: own, customerId } = await partnerWith();
  await givenSeats(own, customerId, { ENTERPRISEPACK: 30 });
  const file = subscribedSkus({
    skuId: E3,
    skuPartNumber: 'ENTERPRISEPACK',
    consumedUnits: 20,
    prepaidUnits: units(100),
  });
  await importFile(own, 'graph.subscribedSkus', customerId, file);
  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  expect(body).toMatchObject({
    deployment: { products: [{ sold: 100, soldByYou: 30, assigned: 20, seatSource: 'graph.subscribedSkus' }] },
  });
});

test('after names were concealed, people who went by readable names are not counted twice', async () => {
  const { token: own, customerId } = await partnerWith();
  const readable = [1, 2, 3].map((index) => line(index, { teams: day(1), products: 'OFFICE 365 E3' }));
  await importFile(own, 'graph.office365ActiveUserDetail', customerId, `${[HEADER, ...readable].join('\n')}\n`);
  const concealed = readable.map((text, index) =>
    text.replace(/user\d@contoso\.example,User \d/u, `${String(index).repeat(32)},${'A'.repeat(32)}`),
  );
  const file = `${[HEADER, ...concealed].join('\n')}\n`;
  const refused = await importFile(own, 'graph.office365ActiveUserDetail', customerId, file);
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'identity_mode_changed' }] });
  const created = await call<Import & { upload: Upload }>('POST /v1/imports', {
    token: own,
    body: { kind: 'graph.office365ActiveUserDetail', customerId, replaceIdentityMode: true },
  });
  await upload(created.body.upload, file);
  await importIsDone(own, created.body.id);
  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  const { usage } = body as { usage: { workloads: Record<string, unknown>[] } };
  expect(usage.workloads.find(({ workload }) => workload === 'teams')).toMatchObject({
    active: 3,
    basis: { unknown: 3 },
  });
});

test('a report on one workload makes its holders active, and takes no licence from those whom it does not name', async () => {
  const { token: own, customerId } = await partnerWith();
  await givenSeats(own, customerId, { ENTERPRISEPACK: 4 });
  const lines = [1, 2, 3].map((index) => line(index, { exchange: day(8), products: 'OFFICE 365 E3' }));
  await importFile(own, 'graph.office365ActiveUserDetail', customerId, `${[HEADER, ...lines].join('\n')}\n`);
  const teams = activityFile('teams', [
    activeUser('user1', day(1), {
      'Report Refresh Date': day(0),
      'User Principal Name': 'user1@contoso.example',
      'Assigned Products': '',
    }),
  ]);
  expect(await importFile(own, 'graph.teamsUserActivityUserDetail', customerId, teams)).toMatchObject({
    status: 'complete',
    errors: [],
    warnings: [],
  });
  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  const { usage } = body as { usage: { workloads: Record<string, unknown>[] } };
  expect(usage.workloads.find(({ workload }) => workload === 'teams')).toMatchObject({ qualified: 4, active: 1 });
  expect(body).toMatchObject({ deployment: { products: [{ sku: E3, assigned: 3 }] } });
});

test('a report of one day, and rows without the products of licensed users, leave the figures of licences as they were', async () => {
  const { token: own, customerId } = await partnerWith();
  await givenSeats(own, customerId, { ENTERPRISEPACK: 30 });
  const refreshedOn = (date: string, text: string) => text.replace(day(0), date);
  const take = (...lines: string[]) =>
    importFile(own, 'graph.office365ActiveUserDetail', customerId, `${[HEADER, ...lines].join('\n')}\n`);
  const users = Array.from({ length: 24 }, (_, index) => index);
  await take(...users.map((index) => refreshedOn(day(1), line(index, { teams: day(4), products: 'OFFICE 365 E3' }))));
  const active = users.map((index) => line(index, { teams: day(0), products: index < 16 ? 'OFFICE 365 E3' : '' }));
  const byDate = await take(...active.slice(0, 3));
  expect(byDate).toMatchObject({ status: 'complete', warnings: [{ code: 'date_report' }] });
  expect(JSON.stringify(byDate.warnings)).toContain('names 3 of 24 holders');
  const silent = await take(...active);
  expect(silent).toMatchObject({ status: 'complete', warnings: [{ code: 'products_not_named', count: 8 }] });
  await recalculate(own, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
  const { usage } = body as { usage: { workloads: Record<string, unknown>[] } };
  expect(usage.workloads.find(({ workload }) => workload === 'teams')).toMatchObject({
    active: 24,
    basis: { reassigned: 0 },
  });
  expect(body).toMatchObject({ deployment: { products: [{ sku: E3, sold: 30, assigned: 24 }] } });
});

test('a file of many customers is taken from a partner and from the operator, each for its own portfolio', async () => {
  const { token: own, partnerId } = await givenPartner();
  const tenants = { mine: unique('tenant'), foreign: unique('tenant') };
  for (const [partners, tenant] of [
    [[{ id: partnerId }], tenants.mine],
    [[], tenants.foreign],
  ] as const)
    await call(`PUT /v1/customers/${unique('customer')}`, {
      token: await operatorToken(),
      body: { name: tenant, partners, externalIds: { entraTenantId: tenant } },
    });
  const file = usageFile(Object.values(tenants).map((CustomerTenantId) => ({ CustomerTenantId })));
  expect(await importFile(own, 'partnerCenter.dynamicsUsage', undefined, file)).toMatchObject({
    status: 'complete',
    counts: { customers: 1 },
    errors: [{ line: 3, code: 'unknown_customer' }],
  });
  expect(await importFile(await operatorToken(), 'partnerCenter.dynamicsUsage', undefined, file)).toMatchObject({
    status: 'complete',
    counts: { customers: 2 },
    errors: [],
  });
});

test('what a file replaced is put back by one call, and the same file can be taken again', async () => {
  const { token: own, customerId } = await partnerWith();
  const users = (ids: readonly string[]) =>
    JSON.stringify({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
      value: ids.map((id) => ({
        id,
        userPrincipalName: `${id}@contoso.example`,
        assignedLicenses: [{ skuId: E3, disabledPlans: [] }],
        licenseAssignmentStates: [],
      })),
    });
  const assigned = async () => {
    await recalculate(own);
    const { body } = await call<{ deployment: { products: { sku: string; assigned: number }[] } }>(
      `GET /v1/customers/${customerId}/insights`,
      { token: own },
    );
    return body.deployment.products.find(({ sku }) => sku === E3)?.assigned;
  };
  await givenSeats(own, customerId, { ENTERPRISEPACK: 20 });
  const many = Array.from({ length: 12 }, (_, at) => `user${at}`);
  await importFile(own, 'graph.users', customerId, users(many), { day: day(1) });
  expect(await assigned()).toBe(12);
  const fewer = users(many.slice(0, 9));
  const second = await importFile(own, 'graph.users', customerId, fewer, { day: day(0) });
  expect(await assigned()).toBe(9);
  expect(second).toMatchObject({ status: 'complete', canUndo: true, putsBack: { holders: 12, holdings: 12 } });

  expect(await call(`POST /v1/imports/${second.id}/undo`, { token: own })).toMatchObject({ status: 202 });
  const shown = async () => (await call(`GET /v1/imports/${second.id}`, { token: own })).body;
  await expect.poll(shown, { timeout: 60_000 }).toMatchObject({ canUndo: false, undo: { status: 'done' } });
  expect(await assigned()).toBe(12);
  expect(await call(`POST /v1/imports/${second.id}/undo`, { token: own })).toMatchObject({ status: 202 });

  const again = await importFile(own, 'graph.users', customerId, fewer, { day: day(0) });
  expect(again.status).toBe('complete');
  expect(await assigned()).toBe(9);
});

test('where a file replaced nothing, nothing is known again once it is undone', async () => {
  const { token: own, customerId } = await partnerWith();
  const row = { skuId: E3, skuPartNumber: 'ENTERPRISEPACK', consumedUnits: 7, prepaidUnits: units(8) };
  const only = await importFile(own, 'graph.subscribedSkus', customerId, subscribedSkus(row));
  const products = async () => {
    await recalculate(own, customerId);
    const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token: own });
    return (body as { deployment: { products: unknown[] } }).deployment.products;
  };
  expect(await products()).toMatchObject([{ sku: E3, sold: 8, assigned: 7 }]);
  expect(await call(`POST /v1/imports/${only.id}/undo`, { token: own })).toMatchObject({ status: 202 });
  const shown = async () => (await call(`GET /v1/imports/${only.id}`, { token: own })).body;
  await expect.poll(shown, { timeout: 60_000 }).toMatchObject({ undo: { status: 'done' } });
  expect(await products()).toEqual([]);
});

test("an operator's list of customers takes one from a partner and gives it to another", async () => {
  const { token: former, customerId } = await partnerWith();
  const { token: next, partnerId } = await givenPartner();
  const file = `id,name,partners\n${customerId},Moved,${partnerId}\n`;
  expect(await importFile(await operatorToken(), 'customers', undefined, file)).toMatchObject({
    status: 'complete',
    counts: { customers: 1 },
    errors: [],
  });
  const customersOf = async (as: string) => (await call('GET /v1/customers', { token: as })).body;
  expect(await customersOf(former)).toEqual({ customers: [] });
  expect(await customersOf(next)).toMatchObject({ customers: [{ customerId, name: 'Moved' }] });
});
