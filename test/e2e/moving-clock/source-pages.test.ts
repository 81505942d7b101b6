import { afterAll, beforeAll, expect } from 'vitest';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { type Tenant, tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { isDeployed } from '../../steps/deployed-environment.ts';
import { givenAccess, givenPartner, operatorToken, unique } from '../../steps/given.ts';
import { openPage, type SessionCookie, sendForm, signIn } from '../../steps/pages.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { call, everythingIsDone } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, and collects from a stand-in for Microsoft at 127.0.0.1.');

const fabrikam = tenantOf(unique('Fabrikam'), { users: 24, plans: [{ partNumber: 'SPB', sold: 30, assigned: 22 }] });
const adatum = tenantOf(unique('Adatum'), { users: 4, plans: [{ partNumber: 'SPB', sold: 5, assigned: 4 }] });
const wingtip = tenantOf(unique('Wingtip'), { users: 4, plans: [{ partNumber: 'SPB', sold: 5, assigned: 4 }] });
const { clientId, clientSecret, partnerTenantId } = PARTNER_APP;

let microsoft: Microsoft;
let partnerId: string;
let token: string;
let session: SessionCookie;
const [fabrikamId, adatumId] = [unique('fabrikam'), unique('adatum')];
const REPORT = 'graph.teamsUserActivityUserDetail';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The hour at which the source is collected by itself, long after the tests before it. */
let nextHour: Date;

/** What a page's form of sources says once it is done. */
const isDone = (what: string) => ({ status: 303, location: `/sources?done=${what}` });

/** Lets the clock run until nothing waits for anything any more. */
const everythingIsCollected = async (): Promise<void> => (await theStack()).idle({ moveClock: true });

interface Source {
  readonly uses: string;
  readonly state: string;
  readonly problems: readonly { item: string; state: string; canTake: boolean; importId: string }[];
}

const sourceOf = async (customerId: string): Promise<Source> =>
  (await call<Source>(`GET /v1/customers/${customerId}/sources/microsoft`, { token })).body;

const proposedTenants = async (): Promise<string[]> => {
  const { body } = await call<{ customers: Tenant[] }>(`GET /v1/partners/${partnerId}/proposed-customers`, { token });
  return body.customers.map(({ tenantId }) => tenantId).sort();
};

beforeAll(async () => {
  if (isDeployed) return;
  const { clock } = await theStack();
  nextHour = new Date(Math.ceil(clock.now().getTime() / HOUR) * HOUR + HOUR);
  clock.set(new Date(nextHour.getTime() - HOUR + MINUTE));
  microsoft = await startMicrosoft({ now: clock.now, tenants: [fabrikam, adatum, wingtip] });
  const partner = await givenPartner();
  ({ partnerId, token } = partner);
  session = await signIn(partner.subject);
});

afterAll(async () => {
  if (!isDeployed) await microsoft.stop();
});

test('a partner puts a source on its page, and finds by it who its customers are', async () => {
  const form = {
    name: 'microsoft',
    auth: 'partner',
    clientId,
    partnerTenantId,
    customersFrom: 'partner-center',
    newCustomers: 'proposed',
    clientSecret,
    refreshToken: microsoft.refreshToken(),
  };
  expect(await sendForm(session, '/sources', form)).toMatchObject(isDone('saved'));
  const { login, graph, partnerCenter } = microsoft.origins;
  // Hosts and reports are the API's to say; the credentials stay those of the page.
  const body = {
    kind: 'microsoft',
    auth: 'partner',
    clientId,
    partnerTenantId,
    customersFrom: 'partner-center',
    newCustomers: 'proposed',
    hosts: { login, graph, partnerCenter },
    reports: [REPORT],
    hour: nextHour.getUTCHours(),
  };
  expect(await call(`PUT /v1/partners/${partnerId}/sources/microsoft`, { token, body })).toMatchObject({
    status: 200,
    body: { credentialsSetAt: expect.any(String), settings: { reports: [REPORT] } },
  });
  // Once more, without credentials and with them.
  const hour = String(body.hour);
  for (const more of [{ clientSecret: '', refreshToken: '' }, {}])
    expect(await sendForm(session, '/sources', { ...form, hour, ...more })).toMatchObject(isDone('saved'));

  expect(await sendForm(session, '/sources/microsoft/collections')).toMatchObject(isDone('collecting'));
  await everythingIsCollected();
  expect(await proposedTenants()).toEqual([adatum, fabrikam, wingtip].map(({ tenantId }) => tenantId).sort());
  const { html } = await openPage(session, '/sources');
  for (const { name } of [adatum, fabrikam, wingtip]) expect(html).toContain(name);
});

test('found customers are taken, by the page and by the API, and collected', async () => {
  const taken = await sendForm(session, `/sources/proposed-customers/${fabrikam.tenantId}`, { customerId: fabrikamId });
  expect(taken).toMatchObject(isDone('taken'));
  const proposals = `POST /v1/partners/${partnerId}/proposed-customers`;
  const body = { customerId: adatumId };
  expect(await call(`${proposals}/${adatum.tenantId}`, { token, body })).toMatchObject({ status: 204 });
  expect(await proposedTenants()).toEqual([wingtip.tenantId]);
  expect(await call(`GET /v1/customers/${fabrikamId}`, { token: await operatorToken() })).toMatchObject({
    body: { name: fabrikam.name, partners: [{ id: partnerId }], externalIds: { entraTenantId: fabrikam.tenantId } },
  });

  await everythingIsCollected(); // what is taken is collected at once
  const collections = `/sources/microsoft/customers/${fabrikamId}/collections`;
  expect(await sendForm(session, collections)).toMatchObject(isDone('collecting'));
  const asked = await call(`POST /v1/customers/${adatumId}/sources/microsoft/collections`, { token });
  expect(asked).toMatchObject({ status: 202, body: { status: 'queued' } });
  await everythingIsCollected();
  for (const id of [fabrikamId, adatumId])
    expect(await sourceOf(id)).toMatchObject({ uses: 'partner', state: 'ok', problems: [] });
  expect(await sendForm(session, '/recalculations', { back: '/sources' })).toMatchObject(isDone('computing'));
  await everythingIsDone();
  expect(await call('GET /v1/portfolio', { token })).toMatchObject({ body: { pending: 0, totals: { customers: 2 } } });
});

test('a proposed customer that the operator enters meanwhile is proposed no more, and collected at the hour of the source', async () => {
  const wingtipId = unique('wingtip');
  const body = { name: 'Wingtip', partners: [partnerId], externalIds: { entraTenantId: wingtip.tenantId } };
  const asOperator = await operatorToken();
  expect(await call(`PUT /v1/customers/${wingtipId}`, { token: asOperator, body })).toMatchObject({ status: 200 });
  expect(await proposedTenants()).toEqual([wingtip.tenantId]);
  // At its hour it is collected by itself, though sending it and collecting it fail once.
  const { clock, gate } = await theStack();
  const failed = ['schedule-collection', 'collect-source'].map((name) =>
    gate.faults.inject({
      caller: `assumed-role/${name}`,
      service: 'dynamodb',
      times: 1,
      kind: { status: 400, code: 'InjectedFault' },
    }),
  );
  clock.set(new Date(nextHour.getTime() + MINUTE));
  await everythingIsCollected();
  gate.faults.clear();
  expect(failed.map((times) => times())).toEqual([1, 1]);
  const scopes = ['activity:write', 'licensing:write', 'insights:read'];
  ({ token } = await givenAccess({ partnerId, scopes })); // the former one was good for an hour
  expect(await proposedTenants()).toEqual([]);
  expect(await sourceOf(wingtipId)).toMatchObject({ uses: 'partner', state: 'ok', problems: [] });
});

test('files that would end a third of what is stored are held, and taken by the page or by the API', async () => {
  const stack = await theStack();
  microsoft.putTenant({ ...fabrikam, users: 8, plans: [{ partNumber: 'SPB', sold: 8, assigned: 8 }] });
  // Several parts lie in the store when a file turns out too large.
  stack.reconfigure('collect-source', { LARGEST_UPLOAD_BYTES: '6000000' });
  microsoft.script({ route: 'download', tenantId: fabrikam.tenantId }, { kind: 'huge', bytes: 20_000_000 });
  await sendForm(session, `/sources/microsoft/customers/${fabrikamId}/collections`);
  await everythingIsCollected();
  microsoft.clearScripts();
  stack.reconfigure('collect-source', {});
  const { state, problems } = await sourceOf(fabrikamId);
  expect(state).toBe('shrinks_too_much');
  const unusable = { item: REPORT, state: 'answer_unusable', canTake: false };
  expect(problems).toContainEqual(expect.objectContaining(unusable));
  const [first, ...others] = problems.filter(({ canTake }) => canTake);
  expect([first, ...others].map((problem) => problem?.state)).toContain('shrinks_too_much');
  expect(others.length).toBeGreaterThan(0);
  const held = `/sources/microsoft/customers/${fabrikamId}/held-files/${first?.importId}`;
  expect(await sendForm(session, held)).toMatchObject(isDone('file'));
  for (const { importId } of others) {
    const take = `POST /v1/customers/${fabrikamId}/sources/microsoft/held-files/${importId}`;
    expect(await call(take, { token })).toMatchObject({ status: 202 });
  }
  await everythingIsCollected();
  expect((await sourceOf(fabrikamId)).problems).toMatchObject([unusable]);
});

test('a customer with credentials of its own goes by those of its partner again, and what was kept is deleted', async () => {
  const { login, graph, partnerCenter } = microsoft.origins;
  const hosts = { login, graph, partnerCenter };
  const { tenantId } = adatum;
  const own = { kind: 'microsoft', uses: 'own', tenantId, auth: 'application', clientId, hosts, reports: [] };
  const source = `/v1/customers/${adatumId}/sources/microsoft`;
  const put = () => call(`PUT ${source}`, { token, body: { ...own, credentials: { clientSecret } } });
  expect(await put()).toMatchObject({ status: 200, body: { uses: 'own', credentialsSetAt: expect.any(String) } });
  const followed = await sendForm(session, '/sources/customers', { customerId: adatumId, tenantId, name: 'microsoft' });
  expect(followed).toMatchObject(isDone('saved'));
  const again = await sourceOf(adatumId);
  expect(again).toMatchObject({ uses: 'partner' });
  expect(again).not.toHaveProperty('credentialsSetAt');

  expect(await put()).toMatchObject({ status: 200, body: { uses: 'own' } });
  expect(await call(`DELETE ${source}`, { token })).toMatchObject({ status: 204 });
  expect(await call(`DELETE /v1/partners/${partnerId}/sources/microsoft`, { token })).toMatchObject({ status: 204 });
  await everythingIsDone();
  expect((await call(`GET /v1/partners/${partnerId}/sources`, { token })).body).toEqual({ sources: [] });
  expect(await call(`GET /v1/customers/${fabrikamId}/sources`, { token })).toMatchObject({ body: { sources: [] } });
});
