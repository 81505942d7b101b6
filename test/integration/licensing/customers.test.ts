import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { DIRECTORY_SHARDS, listMembers, listShard, readCustomer } from '../../../lib/customers/customer-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, portfoliosIn, startManaging } from './manage.ts';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
  await manage.createPartners('northwind', 'alpine', 'lister');
});
afterAll(() => manage.stop());
beforeEach(() => manage.publishes.take());

const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const memberIds = async (partnerId: string) => (await listMembers(manage.tables.licensing, partnerId, 1000)).ids;
test('stores a customer, lists it in the directory and at its partner, and has the portfolios published', async () => {
  const profile = { name: ' Contoso ', domain: 'Contoso.example', externalIds: { crm: '4711' } };
  const answer = await manage.putCustomer('contoso', ['northwind', { id: 'alpine', since: '2026-01-01' }], profile);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      customerId: 'contoso',
      name: 'Contoso',
      domain: 'contoso.example',
      externalIds: { crm: '4711' },
      partners: [
        { id: 'northwind', since: '2026-03-02' },
        { id: 'alpine', since: '2026-01-01' },
      ],
    },
  });
  expect(await readCustomer(manage.tables.licensing, 'contoso')).toEqual({
    customerId: 'contoso',
    name: 'Contoso',
    domain: 'contoso.example',
    externalIds: { crm: '4711' },
    partners: { northwind: { since: '2026-03-02' }, alpine: { since: '2026-01-01' } },
  });
  const listed = await Promise.all(
    Array.from({ length: DIRECTORY_SHARDS }, (_, shard) => listShard(manage.tables.licensing, shard, 10)),
  );
  expect(listed.flatMap(({ ids }) => ids)).toContain('contoso');
  expect(await memberIds('northwind')).toContain('contoso');
  const messages = await manage.publishes.take();
  expect(portfoliosIn(messages)).toEqual(['alpine', 'northwind', '~operator']);
  expect(messages).toContainEqual({
    portfolio: 'alpine',
    asOf: '2026-03-01',
    requestedAt: expect.stringMatching(/^\d{4}-.*Z$/u),
    attempt: 0,
  });
});

test('keeps the day of an old link, begins a new one today, and moves one that is backdated', async () => {
  await manage.putCustomer('links', [{ id: 'northwind', since: '2026-01-01' }]);
  await manage.publishes.take();
  const added = await manage.putCustomer('links', ['northwind', 'alpine']);
  expect(added.body).toMatchObject({
    partners: [
      { id: 'northwind', since: '2026-01-01' },
      { id: 'alpine', since: '2026-03-02' },
    ],
  });
  expect(portfoliosIn(await manage.publishes.take())).toEqual(['alpine']);
  const moved = await manage.putCustomer('links', ['northwind', { id: 'alpine', since: '2025-12-31' }]);
  expect(moved.body).toMatchObject({ partners: [{ since: '2026-01-01' }, { id: 'alpine', since: '2025-12-31' }] });
});

test('has nothing published when nothing that portfolios show has changed, and all of them after a new name', async () => {
  await manage.putCustomer('renamed', ['northwind']);
  await manage.publishes.take();
  await manage.putCustomer('renamed', ['northwind'], { externalIds: { crm: '1' } });
  expect(await manage.publishes.take()).toEqual([]);
  await manage.putCustomer('renamed', ['northwind'], { name: 'Another name' });
  expect(portfoliosIn(await manage.publishes.take())).toEqual(['northwind', '~operator']);
});

test('refuses unknown partners by name, a link of a day to come, and a partner named twice; nothing is stored', async () => {
  const unknown = await manage.putCustomer('refused', ['northwind', 'ghost', 'spook']);
  expect(unknown).toMatchObject(problem(400, 'unknown_partner'));
  expect(unknown.body).toMatchObject({ detail: expect.stringContaining('"ghost", "spook"') });
  expect(await manage.putCustomer('refused', [{ id: 'northwind', since: '2026-03-03' }])).toMatchObject(
    problem(400, 'since_in_future'),
  );
  expect(await manage.putCustomer('refused', ['northwind', { id: 'northwind' }])).toMatchObject(
    problem(400, 'invalid_request'),
  );
  expect(await manage.putCustomer('-refused', [])).toMatchObject(problem(400, 'invalid_path'));
  expect(await readCustomer(manage.tables.licensing, 'refused')).toBeUndefined();
});

const pageOf = z.object({
  customers: z.array(z.looseObject({ customerId: z.string() })),
  cursor: z.string().optional(),
});

const allPages = async (limit: number, request: Parameters<Manage['call']>[1] = {}) => {
  const pages: z.infer<typeof pageOf>[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...request.query, limit: String(limit), ...(cursor ? { cursor } : {}) };
    const page = pageOf.parse((await manage.call('GET /v1/customers', { ...request, query })).body);
    pages.push(page);
    cursor = page.cursor;
  } while (cursor);
  return pages;
};

test('lists a partner its customers by id, page by page, without a word on other partners', async () => {
  const ids = Array.from({ length: 7 }, (_, at) => `listed-${at}`);
  for (const id of ids) await manage.putCustomer(id, ['lister', 'alpine'], { domain: `${id}.example` });
  await manage.putCustomer('listed-3', ['alpine']);
  const pages = await allPages(3, { caller: partnerUser('lister') });
  expect(pages.flatMap(({ customers }) => customers)).toEqual(
    ids
      .filter((id) => id !== 'listed-3')
      .map((id) => ({ customerId: id, name: `Customer ${id}`, domain: `${id}.example` })),
  );
  expect(pages.map(({ customers }) => customers.length)).toEqual([3, 3, 0]);
  const asPartner = await allPages(100, { query: { partner: 'lister' } });
  expect(asPartner.flatMap(({ customers }) => customers)).toEqual(pages.flatMap(({ customers }) => customers));
});

test('lists an operator every customer once, with its partners, in pages of every size', async () => {
  await manage.putCustomer('of-nobody', []);
  const [whole] = await allPages(100);
  const ids = whole?.customers.map(({ customerId }) => customerId) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(['of-nobody', 'contoso', 'listed-3']));
  expect(whole?.customers.find(({ customerId }) => customerId === 'listed-0')).toMatchObject({
    partners: [
      { id: 'lister', since: '2026-03-02' },
      { id: 'alpine', since: '2026-03-02' },
    ],
  });
  for (const limit of [1, 2, 5]) {
    const pages = await allPages(limit);
    expect(pages.flatMap(({ customers }) => customers)).toEqual(whole?.customers);
  }
});

test('refuses bad cursors and limits, and callers without a fitting scope', async () => {
  const list = (query: Record<string, string>, caller = partnerUser('lister')) =>
    manage.call('GET /v1/customers', { query, caller });
  const [page] = await allPages(1);
  for (const cursor of ['x', '', Buffer.from('{"after":"~"}').toString('base64url'), page?.cursor ?? ''])
    expect(await list({ cursor })).toMatchObject(problem(400, 'invalid_cursor'));
  for (const limit of ['0', '101', '1.5', 'many'])
    expect(await list({ limit })).toMatchObject(problem(400, 'invalid_query'));
  expect(await list({}, partnerUser('lister', ['exports:write']))).toMatchObject(problem(403, 'missing_scope'));
});

test('refuses domains and ids in other systems with characters that nobody sees', async () => {
  for (const profile of [{ domain: 'con\u200btoso.example' }, { externalIds: { crm: '47\u202e11' } }])
    expect(await manage.putCustomer('hidden', ['northwind'], profile)).toMatchObject({
      ...problem(400, 'invalid_request'),
      body: { errors: [{ message: 'contains characters that cannot be seen; type it anew' }] },
    });
  expect(await readCustomer(manage.tables.licensing, 'hidden')).toBeUndefined();
});
