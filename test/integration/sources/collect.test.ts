import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type CollectionWork, workOnCollection } from '../../../lib/sources/collecting/work-on-collection.ts';
import type { ShownCustomerSource } from '../../../lib/sources/managing/shown-source.ts';
import { readCollection } from '../../../lib/sources/store/collection-table.ts';
import { giveUpCollection } from '../../../lib/sources/store/give-up-collection.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { collectorsOf, file, type MadeUpService, madeUpService } from './made-up-collector.ts';
import { type Sources, startSources } from './sources-under-test.ts';

const SLOW = 60_000;
const TENANT = '0b4f1c7e-52ab-4a1f-9a0e-0c1d2e3f4a5b';
const CLIENT = '1950a258-227b-4e31-a9cf-717495945fc2';
const alpine = partnerUser('alpine');
const USERS = { id: 'graph.users', kind: 'graph.users', day: '2026-03-02' } as const;
const SKUS = { id: 'graph.subscribedSkus', kind: 'graph.subscribedSkus', day: '2026-03-02' } as const;
const usersOf = (...names: readonly string[]) => usersAnswer(names.map((name) => graphUser(name, [assignment()])));

let sources: Sources;
beforeAll(async () => {
  sources = await startSources();
  const answer = await sources.call('PUT /v1/partners/{id}', { path: { id: 'alpine' }, body: { name: 'Alpine' } });
  expect(answer.status).toBe(200);
  const body = { kind: 'microsoft', auth: 'application', clientId: CLIENT, credentials: { clientSecret: 'hush' } };
  const put = { path: { id: 'alpine', name: 'microsoft' }, caller: alpine, body };
  expect((await sources.call('PUT /v1/partners/{id}/sources/{name}', put)).status).toBe(200);
}, SLOW);
afterAll(() => sources.stop());

let service: MadeUpService;
let customerId: string;
let serial = 0;
/** Every test has a customer of its own, whose source asks a service of its own. */
beforeEach(async () => {
  serial += 1;
  customerId = `customer-${serial}`;
  service = madeUpService();
  vi.setSystemTime(new Date(`2026-03-02T10:00:00Z`));
  const body = { name: customerId, domain: 'contoso.com', partners: [{ id: 'alpine' }] };
  await sources.call('PUT /v1/customers/{id}', { path: { id: customerId }, body });
  const source = { kind: 'microsoft', uses: 'partner', tenantId: TENANT.toUpperCase() };
  const put = { path: { id: customerId, name: 'microsoft' }, caller: alpine, body: source };
  expect((await sources.call('PUT /v1/customers/{id}/sources/{name}', put)).status).toBe(200);
});

const place = () => ({ customerId, portfolio: 'alpine', name: 'microsoft' });
const step = (collectionId: string, more: Partial<CollectionWork> = {}) =>
  workOnCollection(
    sources.stores,
    { ...place(), collectionId },
    {
      collectors: collectorsOf(service),
      clock: () => new Date(),
      timeIsUp: () => false,
      signal: new AbortController().signal,
      ...more,
    },
  );
const advance = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);
/** Goes on until there is nothing more to do; imports what was put. Returns how many steps it took. */
const collect = async (collectionId: string): Promise<number> => {
  for (let steps = 1; ; steps += 1) {
    const next = await step(collectionId);
    await sources.importFiles();
    if (!next) return steps;
    if (steps > 50) throw new Error('The collection does not end');
    advance(next.delaySeconds);
  }
};
const shown = async () => {
  const path = { id: customerId, name: 'microsoft' };
  const { body } = await sources.call('GET /v1/customers/{id}/sources/{name}', { path, caller: alpine });
  return body as ShownCustomerSource; // the 200 of this operation
};

test('collects each thing once into an import, by the credentials of the partner, and says so', async () => {
  service.items = [USERS, SKUS];
  let secret: string | undefined;
  service.answers.set(USERS.id, async (context, item) => {
    secret = context.credentials.clientSecret;
    expect([context.tenantId, context.settings.clientId]).toEqual([TENANT, CLIENT]);
    return file(usersOf('ada', 'bob'), 'tag-1')(context, item);
  });
  expect((await shown()).state).toBe('new');
  await collect('2026-03-02T10:00:00.000Z');
  expect(secret).toBe('hush');
  expect(service.asked).toEqual([USERS.id, SKUS.id]);
  expect(await shown()).toMatchObject({
    state: 'ok',
    problems: [],
    dataThrough: '2026-03-02',
    stale: false,
    nextCollectionAt: '2026-03-03T01:00:00.000Z',
  });
  // The day after, it is no first one any more, and is told what it gave before.
  advance(86_400);
  let tag: string | undefined;
  service.answers.set(USERS.id, async (context) => {
    ({ tag } = context);
    return { outcome: 'unchanged' };
  });
  await collect('2026-03-03T10:00:00.000Z');
  expect([service.planned, tag]).toEqual([[[], [USERS.id, SKUS.id]], 'tag-1']);
});

test('a killed step goes on where it was, and a message that comes twice does nothing twice', async () => {
  service.items = [USERS, SKUS];
  service.answers.set(USERS.id, file(usersOf('ada')));
  service.answers.set(SKUS.id, async () => {
    throw new Error('killed');
  });
  const id = '2026-03-02T10:00:00.000Z';
  await expect(step(id)).rejects.toThrow('killed');
  // The file of this one was put, and its step was killed before it could say so.
  service.answers.set(SKUS.id, async (context, item) => {
    await file({ value: [] })(context, item);
    throw new Error('killed');
  });
  await expect(step(id)).rejects.toThrow('killed');
  await Promise.all([collect(id), step(id)]);
  expect(service.asked).toEqual([USERS.id, SKUS.id, SKUS.id]);
  const done = await readCollection(sources.tables.jobs, place());
  expect(done?.items?.map(({ id: item, imported }) => [item, imported])).toEqual([
    [USERS.id, true],
    [SKUS.id, true],
  ]);
  expect(await step(id)).toBeUndefined();
  expect(await step('2026-03-01T10:00:00.000Z')).toBeUndefined(); // a message of the day before
  expect(service.asked).toHaveLength(3);
});

test('stops when its time is up, and begins an item anew that was broken off, but not for ever', async () => {
  service.items = [USERS, SKUS];
  const id = '2026-03-02T10:00:00.000Z';
  expect(await step(id, { timeIsUp: () => true })).toEqual({ delaySeconds: 0 });
  expect(service.asked).toEqual([]);
  service.answers.set(USERS.id, async ({ signal }) => {
    signal.throwIfAborted();
    return { outcome: 'unchanged' };
  });
  const broken = { signal: AbortSignal.abort(new Error('time')) };
  for (let times = 1; times <= 3; times += 1) expect(await step(id, broken)).toEqual({ delaySeconds: 0 });
  await step(id, broken);
  await collect(id);
  expect(await shown()).toMatchObject({ state: 'answer_unusable', problems: [{ item: USERS.id }] });
  expect(service.asked.filter((item) => item === SKUS.id)).toHaveLength(1);
});

test('waits as long as a service or a budget says, and spends no more than a budget has', async () => {
  const items = [1, 2, 3, 4, 5].map((at) => ({ ...USERS, id: `report-${at}` }));
  service.items = items;
  const calls: number[] = [];
  const budget = { key: `reports#${customerId}`, calls: 2, seconds: 600 };
  for (const { id } of items)
    service.answers.set(id, async ({ spend, now }) => {
      const wait = await spend(budget, 1);
      if (wait) return { outcome: 'later', seconds: wait.waitSeconds, why: 'budget' };
      calls.push(now().getTime());
      return { outcome: 'unchanged' };
    });
  const id = '2026-03-02T10:00:00.000Z';
  const next = await step(id);
  expect(next?.delaySeconds).toBeGreaterThan(0);
  expect(await shown()).toMatchObject({ state: 'waiting', remedy: expect.stringContaining('so many calls') });
  await collect(id);
  expect(calls).toHaveLength(5);
  for (const at of calls)
    expect(calls.filter((other) => other >= at && other < at + 600_000).length).toBeLessThanOrEqual(2);
  // A service that asks to wait is not asked for anything else meanwhile.
  advance(86_400);
  service.asked.length = 0;
  service.answers.set('report-1', async () => ({ outcome: 'later', seconds: 2000, why: 'throttled' }));
  expect(await step('2026-03-03T10:00:00.000Z')).toEqual({ delaySeconds: 900 });
  advance(900);
  expect(await step('2026-03-03T10:00:00.000Z')).toEqual({ delaySeconds: 900 });
  expect(service.asked).toEqual(['report-1']);
});

test.each([
  ['permission_missing', 'LicenseAssignment.Read.All', 2],
  ['names_concealed', 'getOffice365ActiveUserDetail', 2],
  ['credentials_refused', 'AADSTS7000222', 1],
  ['tenant_unknown', 'AADSTS90002', 1],
] as const)('a refusal ends as a state: %s', async (state, detail, asked) => {
  service.items = [USERS, SKUS];
  service.answers.set(USERS.id, async () => ({ outcome: 'refused', state, detail }));
  await collect('2026-03-02T10:00:00.000Z');
  const source = await shown();
  expect(source.state).toBe(state);
  if (state !== 'names_concealed') expect(source.remedy).toContain(detail);
  expect(service.asked).toHaveLength(asked);
});

test('what holds for a report of every day is asked once, and said once', async () => {
  const report = { id: 'graph.office365ActiveUserDetail', kind: 'graph.office365ActiveUserDetail' } as const;
  service.items = [report, { ...report, id: `${report.id}@2026-02-28` }, SKUS];
  service.answers.set(report.id, async () => ({ outcome: 'refused', state: 'names_concealed', detail: report.id }));
  await collect('2026-03-02T10:00:00.000Z');
  expect(service.asked).toEqual([report.id, SKUS.id]);
  expect((await shown()).problems.map(({ item, state }) => [item, state])).toEqual([[report.id, 'names_concealed']]);
});

test('a file that would end too much is held, with before and after, and taken when somebody says so', async () => {
  service.items = [USERS];
  const names = Array.from({ length: 12 }, (_, at) => `user${at}`);
  service.answers.set(USERS.id, file(usersOf(...names)));
  await collect('2026-03-02T10:00:00.000Z');
  advance(86_400);
  service.items = [{ ...USERS, day: '2026-03-03' }];
  service.answers.set(USERS.id, file(usersOf('user1', 'user2')));
  await collect('2026-03-03T10:00:00.000Z');
  const [problem] = (await shown()).problems;
  expect(problem).toMatchObject({
    state: 'shrinks_too_much',
    canTake: true,
    counts: { storedHolders: 12, namedHolders: 2 },
  });
  const path = { id: customerId, name: 'microsoft', importId: problem?.importId ?? '' };
  const taking = () =>
    sources.call('POST /v1/customers/{id}/sources/{name}/held-files/{importId}', { path, caller: alpine });
  expect((await taking()).status).toBe(202);
  expect((await taking()).status).toBe(404); // it is held no more
  expect((await shown()).state).toBe('collecting');
  const messages = await sources.take('imports');
  expect(messages).toHaveLength(1);
  await sources.importFiles();
  await sources.deliverImports(messages);
  await collect('2026-03-03T10:00:00.000Z');
  expect(await shown()).toMatchObject({ state: 'ok', problems: [] });
});

test('what nobody delivers any more is ended, and collected the next time', async () => {
  service.items = [USERS];
  service.answers.set(USERS.id, async () => {
    throw new Error('not foreseen');
  });
  const id = '2026-03-02T10:00:00.000Z';
  await expect(step(id)).rejects.toThrow('not foreseen');
  await giveUpCollection(sources.tables.jobs, { ...place(), collectionId: id }, new Date());
  expect((await shown()).state).toBe('failed');
  service.answers.delete(USERS.id);
  await collect('2026-03-02T11:00:00.000Z');
  expect((await shown()).state).toBe('ok');
});

test('a customer that left the portfolio is not collected, and its source not listed', async () => {
  service.items = [USERS];
  const body = { name: customerId, partners: [] };
  await sources.call('PUT /v1/customers/{id}', { path: { id: customerId }, body });
  expect(await step('2026-03-02T10:00:00.000Z')).toBeUndefined();
  expect(service.asked).toEqual([]);
  const { body: listed } = await sources.call('GET /v1/sources', { caller: alpine, query: { limit: '100' } });
  const ids = (listed as { sources: ShownCustomerSource[] }).sources.map((one) => one.customerId); // the 200 of this operation
  expect(ids).toContain('customer-1');
  expect(ids).not.toContain(customerId);
});

test('the schedule sends each source at its hour, and "collect now" once while it goes on', async () => {
  await sources.take('collections');
  await sources.fire('2026-03-03T02:00:00Z');
  expect(await sources.take('collections')).toEqual([]);
  await sources.fire('2026-03-03T01:00:00Z');
  const sent = await sources.take('collections');
  const collectionId = '2026-03-03T01:00:00.000Z';
  expect(sent).toContainEqual({ ...place(), collectionId });
  expect(sent).toContainEqual({ portfolio: 'alpine', name: 'microsoft', discoveryId: collectionId });
  expect(sent).toHaveLength(serial + 1);
  const collectNow = async () => {
    const request = { path: { id: customerId, name: 'microsoft' }, caller: alpine };
    return (await sources.call('POST /v1/customers/{id}/sources/{name}/collections', request)).body;
  };
  expect(await collectNow()).toMatchObject({ status: 'queued' });
  expect(await sources.take('collections')).toEqual([{ ...place(), collectionId: '2026-03-02T10:00:00.000Z' }]);
  service.items = [USERS];
  await step('2026-03-02T10:00:00.000Z', { timeIsUp: () => true });
  expect(await collectNow()).toMatchObject({ status: 'underway' });
  expect(await sources.take('collections')).toEqual([]);
});
