import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import { eraseSources } from '../../../lib/erasure/stages/customer-sources.ts';
import { workOnDiscovery } from '../../../lib/sources/collecting/work-on-discovery.ts';
import { beginCollection } from '../../../lib/sources/store/collection-table.ts';
import { listCustomerSources } from '../../../lib/sources/store/source-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { collectorsOf, madeUpService, pageOf } from './made-up-collector.ts';
import { type Sources, startSources } from './sources-under-test.ts';

const SLOW = 60_000;
const alpine = partnerUser('alpine');
const tenant = (digit: number): string => `00000000-0000-4000-8000-00000000000${digit}`;
const [KNOWN, BY_DOMAIN, NEW, ELSEWHERE, LATER] = [1, 2, 3, 4, 5].map(tenant) as [
  string,
  string,
  string,
  string,
  string,
];

let sources: Sources;
const service = madeUpService();
beforeAll(async () => {
  sources = await startSources();
  for (const id of ['alpine', 'fjord'])
    await sources.call('PUT /v1/partners/{id}', { path: { id }, body: { name: id } });
  const put = (id: string, body: object) => sources.call('PUT /v1/customers/{id}', { path: { id }, body });
  await put('known', {
    name: 'By hand',
    domain: 'hand.example',
    externalIds: { entraTenantId: KNOWN.toUpperCase() },
    partners: [{ id: 'alpine' }],
  });
  await put('by-domain', { name: 'Domain', domain: 'tailspin.example', partners: [{ id: 'alpine' }] });
  await put('fjords', { name: 'Fjords', externalIds: { entraTenantId: ELSEWHERE }, partners: [{ id: 'fjord' }] });
  await putSource('proposed');
}, SLOW);
afterAll(() => sources.stop());

const putSource = async (newCustomers: string) => {
  const body = {
    kind: 'microsoft',
    auth: 'partner',
    clientId: tenant(9),
    newCustomers,
    credentials: { clientSecret: 's', refreshToken: 'r' },
  };
  const path = { id: 'alpine', name: 'microsoft' };
  expect((await sources.call('PUT /v1/partners/{id}/sources/{name}', { path, caller: alpine, body })).status).toBe(200);
};

/** Looks at all pages. Returns how many steps it took. */
const discover = async (): Promise<number> => {
  vi.setSystemTime(Date.now() + 3_600_000);
  const discoveryId = new Date().toISOString();
  for (let steps = 1; ; steps += 1) {
    const next = await workOnDiscovery(
      sources.stores,
      { portfolio: 'alpine', name: 'microsoft', discoveryId },
      {
        collectors: collectorsOf(service),
        clock: () => new Date(),
        timeIsUp: () => false,
        signal: new AbortController().signal,
        asOf: '2026-03-01',
      },
    );
    if (!next) return steps;
  }
};

const proposed = async (): Promise<readonly [string, string | undefined][]> => {
  const answer = await sources.call('GET /v1/partners/{id}/proposed-customers', {
    path: { id: 'alpine' },
    caller: alpine,
  });
  const { customers } = answer.body as { customers: { tenantId: string; name?: string }[] }; // the 200 of this operation
  return customers.map(({ tenantId, name }) => [tenantId, name]);
};
const read = (id: string) => readCustomer(sources.tables.licensing, id);
const namesOf = async (id: string) =>
  (await listCustomerSources(sources.tables.licensing, id, 'alpine')).map(({ name, tenantId }) => [name, tenantId]);
const take = (tenantId: string, body: object) =>
  sources.call('POST /v1/partners/{id}/proposed-customers/{tenantId}', {
    path: { id: 'alpine', tenantId },
    caller: alpine,
    body,
  });

test('fills in customers that are known, proposes the others, and overwrites nothing that was set by hand', async () => {
  service.pages = [
    pageOf(
      [
        { tenantId: KNOWN, name: 'Known Ltd', domain: 'known.example' },
        { tenantId: BY_DOMAIN, name: 'Tailspin', domain: 'Tailspin.example' },
      ],
      '1',
    ),
    pageOf([
      { tenantId: NEW, name: 'New AG', domain: 'new.example' },
      { tenantId: ELSEWHERE, name: 'Fjords', domain: 'fjords.example' },
    ]),
  ];
  expect(await discover()).toBe(2);
  expect(await read('known')).toMatchObject({ name: 'By hand', domain: 'hand.example' });
  expect(await namesOf('known')).toEqual([['microsoft', KNOWN]]);
  expect(await read('by-domain')).toMatchObject({ name: 'Domain', externalIds: { entraTenantId: BY_DOMAIN } });
  expect(await namesOf('by-domain')).toEqual([['microsoft', BY_DOMAIN]]);
  expect(await proposed()).toEqual([
    [NEW, 'New AG'],
    [ELSEWHERE, 'Fjords'],
  ]);
  expect(await namesOf('fjords')).toEqual([]);
});

test('a proposal is taken under an id of one’s choice, and only once; a customer of others is the operator’s to link', async () => {
  expect(await take(ELSEWHERE, { customerId: 'mine-now' })).toMatchObject({
    status: 409,
    body: { code: 'tenant_known' },
  });
  expect(await take(NEW, { customerId: 'known' })).toMatchObject({ status: 409, body: { code: 'customer_exists' } });
  expect(await take(NEW, { customerId: 'fjords' })).toMatchObject({ status: 409, body: { code: 'customer_exists' } });
  await sources.take('collections');
  expect((await take(NEW, { customerId: 'new-ag' })).status).toBe(204);
  // It is collected from at once: what stands against that, a consent for one, is found then.
  const collectionId = new Date().toISOString();
  expect(await sources.take('collections')).toEqual([
    { customerId: 'new-ag', portfolio: 'alpine', name: 'microsoft', collectionId },
  ]);
  expect(await read('new-ag')).toMatchObject({
    name: 'New AG',
    domain: 'new.example',
    externalIds: { entraTenantId: NEW },
    partners: { alpine: { since: '2026-03-01' } },
  });
  expect(await namesOf('new-ag')).toEqual([['microsoft', NEW]]);
  expect((await take(NEW, { customerId: 'again' })).status).toBe(404);
  expect(await proposed()).toEqual([[ELSEWHERE, 'Fjords']]);
});

test('what the service calls a customer follows it, until somebody calls it otherwise', async () => {
  service.pages = [pageOf([{ tenantId: NEW, name: 'New SE', domain: 'new.example' }])];
  await discover();
  expect((await read('new-ag'))?.name).toBe('New SE');
  const body = { name: 'Our new one', externalIds: { entraTenantId: NEW }, partners: [{ id: 'alpine' }] };
  await sources.call('PUT /v1/customers/{id}', { path: { id: 'new-ag' }, body });
  service.pages = [pageOf([{ tenantId: NEW, name: 'Newest', domain: 'newest.example' }])];
  await discover();
  expect(await read('new-ag')).toMatchObject({ name: 'Our new one', domain: 'newest.example' });
});

test('takes new customers by itself where the source says so, but none that was proposed or is another’s', async () => {
  await putSource('taken');
  service.pages = [
    pageOf([
      { tenantId: ELSEWHERE, name: 'Fjords' },
      { tenantId: LATER, name: 'Later' },
    ]),
  ];
  await sources.take('collections');
  await discover();
  expect(await read(LATER)).toMatchObject({ name: 'Later', externalIds: { entraTenantId: LATER } });
  expect(await namesOf(LATER)).toEqual([['microsoft', LATER]]);
  expect(await read(ELSEWHERE)).toBeUndefined();
  // Of the one that was taken nothing was collected yet.
  const place = { customerId: LATER, portfolio: 'alpine', name: 'microsoft' };
  const collectionId = new Date().toISOString();
  expect(await sources.take('collections')).toEqual([{ ...place, collectionId }]);
  await beginCollection(sources.tables.jobs, { ...place, tenantId: LATER }, collectionId, new Date());
  await discover();
  expect(await sources.take('collections')).toEqual([]);
  const audit = (await sources.itemsOf(sources.tables.jobs)).filter(({ action }) => action === 'customer.take');
  expect(audit.map(({ target, subject }) => [target, subject])).toContainEqual([LATER, 'source microsoft of alpine']);
});

test('a refusal ends the look with its state, and a wait goes on with the same page', async () => {
  const path = { id: 'alpine', name: 'microsoft' };
  const state = async () => {
    const { body } = await sources.call('GET /v1/partners/{id}/sources/{name}', { path, caller: alpine });
    return (body as { customers: { state: string } }).customers.state; // the 200 of this operation
  };
  service.pages = [{ outcome: 'refused', state: 'credentials_refused', detail: 'AADSTS700082' }];
  expect(await discover()).toBe(1);
  expect(await state()).toBe('credentials_refused');
  service.pages = [{ outcome: 'later', seconds: 5, why: 'throttled' }];
  service.afterwards = [pageOf([])];
  expect(await discover()).toBe(2);
  expect(await state()).toBe('ok');
});

test('erasing a customer deletes its sources; it is proposed from then on, without a name, and not taken by itself', async () => {
  const { licensing, jobs, activity, insights } = sources.tables;
  const stage = eraseSources(
    {
      stores: {
        licensing,
        jobs,
        activity,
        insights,
        uploads: 'uploads',
        portfolios: '',
        exports: '',
        secretPrefix: sources.stores.secretPrefix,
        runQueueUrl: '',
        publishQueueUrl: '',
      },
      job: {
        erasureId: 'e-1',
        customerId: LATER,
        portfolio: 'alpine',
        requestedBy: 'olga',
        createdAt: '2026-03-02T10:00:00.000Z',
        status: 'running',
        step: 0,
        place: { sweep: 1, stage: 'sources', waits: 0 },
        removed: {},
        progressedAt: '2026-03-02T10:00:00.000Z',
      },
      now: new Date(),
      asOf: '2026-03-01',
      isErased: () => false,
      isAskedFor: () => false,
    },
    undefined,
  );
  expect(await Array.fromAsync(stage)).toEqual([{ removed: { sources: 1 } }]);
  expect(await namesOf(LATER)).toEqual([]);
  expect(await proposed()).toContainEqual([LATER, undefined]);
});
