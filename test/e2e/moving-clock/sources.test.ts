import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect } from 'vitest';
import { readDay } from '../../../infra/local/microsoft/day.ts';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { planOf, type Workload } from '../../../infra/local/microsoft/tenants/plans.ts';
import { type Tenant, tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { trueSeats, trueUsers } from '../../../infra/local/microsoft/tenants/truth.ts';
import { isDeployed } from '../../steps/deployed-environment.ts';
import { givenPartner, operatorToken, unique } from '../../steps/given.ts';
import { logged, theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { type Answer, call, type Request, recalculate } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, and collects from a stand-in for Microsoft at 127.0.0.1.');

const HOUR = 3_600_000;
const COPILOT = 'Microsoft_365_Copilot';
/** Users, seats, subscriptions at Graph and at Partner Center. */
const LISTS = 4;
const REPORTS = 6;
const BACKFILLED_DAYS = 28;

const contoso = tenantOf(unique('Contoso'), {
  users: 24,
  plans: [
    { partNumber: 'SPB', sold: 30, assigned: 22 },
    { partNumber: COPILOT, sold: 8, assigned: 6, addOn: true },
  ],
});
const tailspin = tenantOf(unique('Tailspin'), {
  users: 6,
  plans: [{ partNumber: 'SPE_E3', sold: 5, assigned: 4 }],
  consented: ['LicenseAssignment.Read.All', 'User.Read.All'],
});
const hidden = tenantOf(unique('Hidden'), {
  users: 8,
  plans: [{ partNumber: 'SPB', sold: 10, assigned: 8 }],
  concealed: true,
});
const unasked = tenantOf(unique('Unasked'), { users: 5, consented: null });
const SECRET = PARTNER_APP.clientSecret;

let microsoft: Microsoft;
let partnerId: string;
let token: string;
/** All that the API answered. */
const answers: string[] = [];

const ask = async <Body>(methodAndPath: string, request: Request = {}): Promise<Answer<Body>> => {
  const answer = await call<Body>(methodAndPath, { token, ...request });
  answers.push(JSON.stringify(answer.body ?? ''));
  return answer;
};

interface Standing {
  readonly state: string;
  readonly remedy: string;
  readonly consentLink?: string;
  readonly dataThrough?: string;
  readonly problems: readonly unknown[];
}

interface Figures {
  readonly deployment: {
    readonly products: readonly {
      readonly sku: string;
      readonly sold: number | null;
      readonly soldByYou: number | null;
      readonly assigned: number | null;
      readonly activeEntitlements: number | null;
      readonly usagePercent: number | null;
    }[];
  };
  readonly usage: { readonly workloads: readonly { readonly workload: string; readonly active: number | null }[] };
}

const standingOf = async ({ tenantId }: Tenant): Promise<Standing> =>
  (await ask<Standing>(`GET /v1/customers/${tenantId}/sources/microsoft`)).body;

/** Has the partner's source collected now, and lets the clock run until nothing waits for a budget any more. */
const collectAll = async (): Promise<void> => {
  const { status, body } = await ask(`POST /v1/partners/${partnerId}/sources/microsoft/collections`, { body: {} });
  expect([status, body]).toMatchObject([202, { status: 'queued' }]);
  await (await theStack()).idle({ moveClock: true });
};

beforeAll(async () => {
  if (isDeployed) return;
  const { clock } = await theStack();
  // Long before midnight, after which reports are of another day.
  const midnight = Math.ceil(clock.now().getTime() / (24 * HOUR)) * 24 * HOUR;
  clock.set(new Date(midnight + 9 * HOUR));
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, tailspin, hidden, unasked] });
  ({ partnerId, token } = await givenPartner());
  // Whose subscriptions Partner Center lists are those of this tenant.
  const partner = { name: 'Wingtip', tenantIds: [PARTNER_APP.partnerTenantId] };
  await call(`PUT /v1/partners/${partnerId}`, { token: await operatorToken(), body: partner });
  const { login, graph, partnerCenter } = microsoft.origins;
  const { status } = await ask(`PUT /v1/partners/${partnerId}/sources/microsoft`, {
    body: {
      kind: 'microsoft',
      auth: 'application',
      clientId: PARTNER_APP.clientId,
      credentials: { clientSecret: SECRET },
      partnerTenantId: PARTNER_APP.partnerTenantId,
      hosts: { login, graph, partnerCenter },
      customersFrom: 'partner-center',
      newCustomers: 'taken',
    },
  });
  expect(status).toBe(200);
  await collectAll();
});

afterAll(async () => {
  if (isDeployed) return;
  await ask(`DELETE /v1/partners/${partnerId}/sources/microsoft`); // nobody answers it from now on
  await microsoft.stop();
});

test('the customers of the partner are there, each with its tenant, and nobody proposed any', async () => {
  for (const { tenantId, name, domain } of [contoso, tailspin, hidden, unasked]) {
    const { body } = await call(`GET /v1/customers/${tenantId}`, { token: await operatorToken() });
    expect(body).toMatchObject({
      name,
      domain,
      externalIds: { entraTenantId: tenantId },
      partners: [{ id: partnerId }],
    });
  }
  const { body } = await ask(`GET /v1/partners/${partnerId}/sources/microsoft`);
  expect(body).toMatchObject({ customers: { found: 4, state: 'ok' } });
});

test('all that was collected was imported, within the budgets, and no token went where files are downloaded', async () => {
  expect(await standingOf(contoso)).toMatchObject({ state: 'ok', problems: [] });
  const { body } = await ask<{ imports: { customerId?: string; status: string; kind: string }[] }>(
    'GET /v1/imports?limit=100',
  );
  const ofContoso = body.imports.filter(({ customerId }) => customerId === contoso.tenantId);
  expect(new Set(body.imports.map(({ status }) => status))).toEqual(new Set(['complete']));
  expect(ofContoso).toHaveLength(LISTS + REPORTS + BACKFILLED_DAYS);
  expect(microsoft.refused()).toEqual({ reports: 0, partnerCenter: 0, consents: 0 });
  const downloads = microsoft.calls().filter(({ origin }) => origin === 'downloads');
  expect(downloads.length).toBeGreaterThan(REPORTS);
  expect(downloads.filter(({ hadBearer }) => hadBearer)).toEqual([]);
});

test('what stands against a tenant is said, with what to do, and asks for nothing in vain', async () => {
  const noConsent = await standingOf(unasked);
  const link = new URL(noConsent.consentLink ?? '');
  expect([noConsent.state, link.origin, link.pathname, link.searchParams.get('client_id')]).toEqual([
    'consent_missing',
    microsoft.origins.login,
    `/${unasked.tenantId}/adminconsent`,
    PARTNER_APP.clientId,
  ]);
  const concealed = await standingOf(hidden);
  expect([concealed.state, concealed.remedy]).toEqual(['names_concealed', expect.stringContaining('Org settings')]);
  const noReports = await standingOf(tailspin);
  expect([noReports.state, noReports.remedy]).toEqual([
    'permission_missing',
    expect.stringContaining('Reports.Read.All'),
  ]);
  const reportsOf = ({ tenantId }: Tenant) =>
    microsoft.calls().filter((one) => one.route === 'report' && one.tenantId === tenantId).length;
  expect([unasked, hidden, tailspin].map(reportsOf)).toEqual([0, REPORTS, REPORTS]);
});

test('figures are those that are true of the tenants', async () => {
  const asOf = await recalculate(token);
  const figuresOf = async ({ tenantId }: Tenant): Promise<Figures> =>
    (await ask<Figures>(`GET /v1/customers/${tenantId}/insights`)).body;
  const { deployment, usage } = await figuresOf(contoso);
  const seats = (tenant: Tenant) =>
    trueSeats(tenant)
      .map(({ sku, sold, assigned }) => ({ sku, sold, soldByYou: sold, assigned }))
      .sort((one, other) => (one.sku < other.sku ? -1 : 1));
  const shownSeats = (shown: Figures) =>
    shown.deployment.products
      .map(({ sku, sold, soldByYou, assigned }) => ({ sku, sold, soldByYou, assigned }))
      .sort((one, other) => (one.sku < other.sku ? -1 : 1));
  expect(shownSeats({ deployment, usage })).toEqual(seats(contoso));
  for (const tenant of [tailspin, hidden]) expect(shownSeats(await figuresOf(tenant))).toEqual(seats(tenant));
  // Microsoft tells of nothing later than two days ago, which is the day before the as-of day.
  const last = (readDay(asOf) ?? 0) - 1;
  const peopleActiveIn = (...workloads: Workload[]): number =>
    [...trueUsers(contoso)].filter(({ usedOn }) =>
      workloads.some((workload) =>
        Array.from({ length: BACKFILLED_DAYS - 1 }, (_, back) => last - back).some((day) => usedOn(workload, day)),
      ),
    ).length;
  expect(Object.fromEntries(usage.workloads.map(({ workload, active }) => [workload, active]))).toMatchObject({
    exchange: peopleActiveIn('exchange'),
    sharepoint: peopleActiveIn('sharepoint', 'onedrive'), // one product holds both
    teams: peopleActiveIn('teams'),
    yammer: peopleActiveIn('yammer'),
    copilot: peopleActiveIn('copilot'),
  });
  expect(peopleActiveIn('exchange')).toBeGreaterThan(0);
  // On the first day already: the list of users says since when everybody holds what they hold.
  const activeHoldersOf = (sku: string, of: readonly Workload[]): number =>
    [...trueUsers(contoso)].filter(
      ({ skus, assignedOn, usedOn }) =>
        skus.includes(sku) &&
        assignedOn <= last + 1 &&
        of.some((workload) =>
          Array.from({ length: BACKFILLED_DAYS - 1 }, (_, back) => last - back).some((day) => usedOn(workload, day)),
        ),
    ).length;
  const shown = new Map(deployment.products.map((product) => [product.sku, product]));
  const workloadsOf = {
    SPB: ['exchange', 'sharepoint', 'onedrive', 'teams', 'yammer'],
    [COPILOT]: ['copilot'],
  } as const;
  for (const [partNumber, workloads] of Object.entries(workloadsOf)) {
    const { skuId } = planOf(partNumber);
    const active = activeHoldersOf(skuId, workloads);
    const sold = trueSeats(contoso).find(({ sku }) => sku === skuId)?.sold ?? 0;
    expect(active).toBeGreaterThan(0);
    expect(shown.get(skuId)).toMatchObject({
      activeEntitlements: active,
      usagePercent: Math.floor((2000 * active + sold) / (2 * sold)) / 10,
    });
  }
  const { body } = await ask('GET /v1/portfolio?sort=name');
  expect(body).toMatchObject({ asOf, pending: 0, totals: { customers: 4 } });
});

test('what Microsoft has nothing newer of is not downloaded again', async () => {
  const before = microsoft.calls().length;
  const standing = await standingOf(contoso);
  await collectAll();
  const later = microsoft.calls().slice(before);
  const reports = later.filter(({ route, tenantId }) => route === 'report' && tenantId === contoso.tenantId);
  expect(reports.map(({ status }) => status)).toEqual(Array.from({ length: REPORTS }, () => 304));
  expect(later.filter(({ route, tenantId }) => route === 'download' && tenantId === contoso.tenantId)).toEqual([]);
  expect(await standingOf(contoso)).toMatchObject({ state: 'ok', dataThrough: standing.dataThrough });
  expect(microsoft.refused()).toEqual({ reports: 0, partnerCenter: 0, consents: 0 });
});

test('the secret stands in no answer, no table and no log', async () => {
  const stack = await theStack();
  const client = new DynamoDBClient(stack.clientSettings());
  for (const TableName of new Set(Object.values(stack.resources.tables)))
    for await (const { Items } of paginateScan({ client }, { TableName }))
      expect(JSON.stringify(Items)).not.toContain(SECRET);
  client.destroy();
  expect(answers.length).toBeGreaterThan(10);
  expect(answers.filter((answer) => answer.includes(SECRET))).toEqual([]);
  expect(logged.length).toBeGreaterThan(0);
  expect(logged.filter((line) => line.includes(SECRET))).toEqual([]);
});
