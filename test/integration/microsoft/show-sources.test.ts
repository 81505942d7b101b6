import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { addressOf, listenLocally } from '../../../infra/local/embedded/embedded.ts';
import { microsoftText } from '../../../infra/local/microsoft/microsoft-text.ts';
import { showFigures } from '../../../infra/local/microsoft/show-figures.ts';
import { SHOWN_PARTNER, showSources } from '../../../infra/local/microsoft/show-sources.ts';
import { PARTNER_APP } from '../../../infra/local/microsoft/start-microsoft.ts';
import { SHOWN_TENANTS, usualTenants } from '../../../infra/local/microsoft/tenants/portfolio.ts';
import { trueSeats, trueUsers } from '../../../infra/local/microsoft/tenants/truth.ts';
import { createApiClient } from '../../../infra/local/sample/api-client.ts';

const origins = {
  login: 'http://127.0.0.1:1',
  graph: 'http://127.0.0.1:2',
  downloads: 'http://127.0.0.1:3',
  partnerCenter: 'http://127.0.0.1:4',
};

test('stores a partner with a source that leads to the stand-in, and has it collected', async () => {
  const requests: [string | undefined, string | undefined, unknown][] = [];
  const api = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push([request.method, request.url, JSON.parse(body)]);
      response.end('{}');
    });
  });
  await listenLocally(api);
  await showSources(createApiClient(addressOf(api), 'a-token'), { origins });
  api.close();
  api.closeAllConnections();
  expect(requests.map(([method, url]) => `${method} ${url}`)).toEqual([
    'PUT /v1/partners/wingtip',
    'PUT /v1/access/partner-wingtip',
    'PUT /v1/partners/wingtip/sources/microsoft',
    'POST /v1/partners/wingtip/sources/microsoft/collections',
  ]);
  expect(requests[0]?.[2]).toMatchObject({ name: SHOWN_PARTNER.name, tenantIds: [PARTNER_APP.partnerTenantId] });
  expect(requests[2]?.[2]).toEqual({
    kind: 'microsoft',
    auth: 'application',
    clientId: PARTNER_APP.clientId,
    credentials: { clientSecret: PARTNER_APP.clientSecret },
    partnerTenantId: PARTNER_APP.partnerTenantId,
    hosts: { login: origins.login, graph: origins.graph, partnerCenter: origins.partnerCenter },
    customersFrom: 'partner-center',
    newCustomers: 'taken',
  });
});

test('has figures computed when all that comes at once is there, and when the last wait is over', async () => {
  const looks = [[], ['new', 'ok'], ['waiting', 'consent_missing'], ['waiting', 'ok'], ['ok', 'consent_missing']];
  const done: string[] = [];
  let look = 0;
  const operator = async (method: string, path: string): Promise<unknown> => {
    done.push(`${method} ${path.split('?')[0]}`);
    if (method === 'POST') return {};
    const states = looks[Math.min(look++, looks.length - 1)] ?? [];
    const others = [{ partnerId: 'northwind', state: 'collecting' }, { state: 'new' }];
    return { sources: [...others, ...states.map((state) => ({ partnerId: SHOWN_PARTNER.partnerId, state }))] };
  };
  await showFigures(operator, { signal: new AbortController().signal, lookMilliseconds: 1 });
  const [looked, computed] = ['GET /v1/sources', 'POST /v1/recalculations'];
  expect(done).toEqual([looked, looked, looked, computed, looked, looked, computed]);
  const stopped = { signal: AbortSignal.abort(), lookMilliseconds: 1 };
  look = 0;
  await expect(showFigures(operator, stopped)).resolves.toBeUndefined();
});

test('prints where the stand-in is, and as whom to sign in', () => {
  const printed = microsoftText({ origins }, SHOWN_TENANTS);
  for (const told of [...Object.values(origins), PARTNER_APP.clientId, PARTNER_APP.clientSecret, '12 tenants'])
    expect(printed).toContain(told);
});

test('makes tenants whose seats and people agree, most of them small', () => {
  const tenants = [...SHOWN_TENANTS, ...usualTenants(200, { largest: 2_000 })];
  expect(new Set(tenants.map(({ tenantId }) => tenantId)).size).toBe(212);
  expect(new Set(tenants.map(({ domain }) => domain)).size).toBe(212);
  expect(Math.max(...tenants.map(({ users }) => users))).toBe(2_000);
  expect(tenants.filter(({ users }) => users <= 100).length).toBeGreaterThan(100);
  for (const tenant of tenants) {
    const held = [...trueUsers(tenant)].flatMap(({ skus }) => skus);
    for (const { sku, sold, assigned } of trueSeats(tenant)) {
      expect(held.filter((one) => one === sku).length).toBe(assigned);
      expect(sold).toBeGreaterThanOrEqual(assigned);
    }
  }
});
