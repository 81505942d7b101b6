import { partnerUser } from '../../fixtures/api-event.ts';
import { file } from '../sources/made-up-collector.ts';
import type { Product } from './product.ts';

const TENANT = '0b4f1c7e-52ab-4a1f-9a0e-0c1d2e3f4a5b';
const FOUND = '1c5a2d8f-63bc-4b20-8b1f-1d2e3f4a5b6c';
const BUDGET = { key: 'reports#0b4f1c7e-52ab-4a1f-9a0e-0c1d2e3f4a5b', calls: 1, seconds: 20 };

/** The chapter of sources: a partner's and a customer's own, each collected with all that can become of it. */
export const keepSources = async ({ call, drain, service }: Product, look: () => Promise<void>): Promise<void> => {
  const caller = partnerUser('northwind');
  const settings = {
    kind: 'microsoft',
    auth: 'partner',
    clientId: TENANT,
    partnerTenantId: TENANT,
    customersFrom: 'partner-center',
    hour: 3,
    credentials: { clientSecret: 'secret', refreshToken: 'token-1' },
  };
  const ofPartner = { path: { id: 'northwind', name: 'microsoft' }, caller };
  const { hour: _, ...withoutHour } = settings;
  await call('PUT /v1/partners/{id}/sources/{name}', { ...ofPartner, body: withoutHour });
  await look();
  await call('PUT /v1/partners/{id}/sources/{name}', { ...ofPartner, body: { ...settings, hosts: {}, reports: [] } });
  const of = (name: string) => ({ path: { id: 'contoso', name }, caller });
  const PUT = 'PUT /v1/customers/{id}/sources/{name}';
  const own = { ...settings, uses: 'own', tenantId: TENANT };
  await call(PUT, { ...of('own'), body: own });
  const theirs = { kind: 'microsoft', uses: 'partner', tenantId: TENANT };
  await call(PUT, { ...of('microsoft'), body: theirs });
  await look();
  await call(PUT, { ...of('microsoft'), body: { ...theirs, hour: 4 } });

  service.items = [
    { id: 'graph.users', kind: 'graph.users', day: '2026-03-02' },
    { id: 'waiting', kind: 'graph.directorySubscriptions' },
    { id: 'refused', kind: 'graph.subscribedSkus' },
    { id: 'broken', kind: 'graph.subscribedSkus' },
  ];
  let rounds = 0;
  service.answers.set('graph.users', file('nonsense', 'tag'));
  service.answers.set('waiting', async ({ keepRefreshToken, spend }) => {
    await keepRefreshToken('token-1', 'token-2');
    const wait = await spend(BUDGET, 1);
    rounds += 1;
    if (wait) return { outcome: 'later', seconds: wait.waitSeconds, why: 'budget' };
    return rounds < 3 ? { outcome: 'later', seconds: 5, why: 'throttled' } : { outcome: 'unchanged' };
  });
  service.answers.set('refused', async () => ({
    outcome: 'refused',
    state: 'permission_missing',
    detail: 'A permission',
  }));
  service.answers.set('broken', file('nonsense'));
  service.pages = [
    { outcome: 'found', customers: [{ tenantId: FOUND, name: 'Found', domain: 'found.example' }], cursor: '1' },
    {
      outcome: 'found',
      customers: [
        { tenantId: TENANT, name: 'Contoso' },
        { tenantId: FOUND, name: 'Found anew' },
      ],
    },
  ];
  await call('PUT /v1/customers/{id}', {
    path: { id: 'tailspin' },
    body: { name: 'Tailspin', externalIds: { entraTenantId: TENANT }, partners: [{ id: 'northwind' }] },
  });
  await call('POST /v1/partners/{id}/sources/{name}/collections', ofPartner);
  await call('POST /v1/customers/{id}/sources/{name}/collections', of('own'));
  await drain(look);
  service.answers.set('waiting', async () => ({
    outcome: 'refused',
    state: 'credentials_refused',
    detail: 'AADSTS700082',
  }));
  service.pages = [{ outcome: 'refused', state: 'credentials_refused', detail: 'AADSTS700082' }];
  await call('POST /v1/partners/{id}/sources/{name}/collections', ofPartner);
  await drain(look);
};
