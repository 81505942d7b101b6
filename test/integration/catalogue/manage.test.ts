import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import type { ProductEntry } from '../../../lib/catalogue/entries.ts';
import { productNames, productsNamed } from '../../../lib/catalogue/names/product-names.ts';
import { changeCatalogue, readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { type CatalogueFunctions, startCatalogueFunctions } from './catalogue-functions.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

let functions: CatalogueFunctions;
beforeAll(async () => {
  functions = await startCatalogueFunctions();
  await storeCustomer(functions.tables.licensing, 'contoso', ['northwind']);
});
afterAll(() => functions.stop());

interface Shown {
  version: string;
  products: { sku: string; name: string; offer: string }[];
  workloads: { id: string }[];
  cursor?: string;
}

const list = async (query: Record<string, string> = {}) =>
  (await functions.call('GET /v1/products', { query })).body as Shown; // the 200 of this operation
const put = (sku: string, body: unknown, more = {}) =>
  functions.call('PUT /v1/products/{sku}', { path: { sku }, body, ...more });
const putWorkload = (id: string, body: unknown) => functions.call('PUT /v1/workloads/{id}', { path: { id }, body });
const shield = (more: Record<string, unknown> = {}) => ({
  name: 'Mail Shield',
  family: 'securityservices',
  workloads: ['mailshield', 'exchange', { id: 'scans', countsAs: 'mailshield' }],
  ...more,
});
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('shows the bundled catalogue a page at a time, to whoever may read', async () => {
  const caller = partnerUser('northwind', ['insights:read']);
  const { body } = await functions.call('GET /v1/products', { caller, query: { limit: '1', search: 'office 365 e3' } });
  expect(body).toMatchObject({
    version: bundledCatalogue.version,
    products: [{ sku: E3, name: 'Office 365 E3', partNumber: 'ENTERPRISEPACK', offer: 'paid' }],
    workloads: expect.arrayContaining([
      { id: 'onedrive', family: 'office365', countsAs: 'sharepoint', excluded: false },
      { id: 'skypeforbusiness', family: 'office365', excluded: true },
    ]),
  });
  const { cursor } = body as Shown; // the 200 of this operation
  const next = await functions.call('GET /v1/products', { caller, query: { limit: '1', cursor: cursor ?? '' } });
  expect(next.body).toMatchObject({ products: [{ name: expect.stringMatching(/^Office 365 E3 ./u) }] });
  expect(await functions.call('GET /v1/products', { query: { cursor: 'x' } })).toMatchObject(
    problem(400, 'invalid_cursor'),
  );
  const feed = partnerUser('northwind', ['activity:write']);
  expect(await functions.call('GET /v1/products', { caller: feed })).toMatchObject(problem(403, 'missing_scope'));
});

test('products of several families are put into a group, which the catalogue shows and the audit records', async () => {
  const path = { id: 'assistants' };
  const putGroup = (body: unknown, more = {}) => functions.call('PUT /v1/product-groups/{id}', { path, body, ...more });
  await put('helper', { name: 'Helper', family: 'helpers', workloads: ['helper'] });
  const name = 'Assistants';
  const { body } = await putGroup({ name, products: ['helper', E3] });
  expect(body).toMatchObject({ group: { id: 'assistants', name, products: [E3, 'helper'] } });
  const { groups } = (await functions.call('GET /v1/products', { query: { limit: '1' } })).body as {
    groups: { id: string }[]; // the 200 of this operation
  };
  expect(groups.map(({ id }) => id)).toEqual(['ai', 'assistants']);
  expect((await readCatalogue(functions.tables.licensing)).groups.get('assistants')?.products).toEqual([E3, 'helper']);

  expect(await putGroup({ name, products: ['helper', 'nobody'] })).toMatchObject(problem(404, 'unknown_product'));
  expect(await putGroup({ name, products: ['helper'] })).toMatchObject(problem(400, 'invalid_request'));
  expect(await putGroup({ name, products: [] }, { caller: partnerUser('northwind') })).toMatchObject(
    problem(403, 'missing_scope'),
  );
  const { version } = bundledCatalogue;
  const taken = await putGroup({ name, products: [] });
  expect(taken).toMatchObject({ status: 200 });
  expect((taken.body as { version: string }).version).not.toBe(version); // the 200 of this operation
  expect((await readCatalogue(functions.tables.licensing)).groups.has('assistants')).toBe(false);
});

test('one call enters a family, its product and its workloads, and the next ones may use them', async () => {
  // The functions have read the catalogue as it was within this minute.
  const customer = { path: { id: 'contoso' }, caller: partnerUser('northwind') };
  const subscription = { id: 's', sku: 'SHIELD-1', quantity: 5, state: 'active', isTrial: false };
  const sell = () =>
    functions.call('PUT /v1/customers/{id}/subscriptions', { ...customer, body: { subscriptions: [subscription] } });
  const assign = () => {
    const changes = [{ userId: 'ada', sku: 'Shield', change: 'assigned', on: '2026-03-01' }];
    return functions.call('POST /v1/customers/{id}/assignments', { ...customer, body: { changes } });
  };
  const use = () => {
    const at = { customerId: 'contoso', userId: 'ada', occurredAt: '2026-03-01T09:00:00Z' };
    return functions.call('POST /v1/activity', {
      body: {
        events: [{ ...at, workload: 'scans' }],
        coverage: [{ customerId: 'contoso', workloads: ['mailshield'], through: '2026-03-01' }],
      },
    });
  };
  expect(await sell()).toMatchObject(problem(400, 'unknown_sku'));
  expect(await assign()).toMatchObject({ status: 200, body: { rejected: [{ code: 'unknown_sku' }] } });
  expect(await use()).toMatchObject({
    status: 200,
    body: { rejected: [{ code: 'unknown_workload' }], rejectedCoverage: [{ code: 'unknown_workload' }] },
  });

  const answer = await put('shield', shield({ partNumber: 'SHIELD-1' }));
  const product = {
    sku: 'shield',
    partNumber: 'SHIELD-1',
    name: 'Mail Shield',
    family: 'securityservices',
    workloads: ['mailshield', 'exchange'],
    offer: 'paid',
  };
  const scans = { id: 'scans', family: 'securityservices', countsAs: 'mailshield', excluded: false };
  expect(answer).toMatchObject({
    status: 200,
    body: {
      product,
      workloads: [
        { id: 'mailshield', family: 'securityservices', excluded: false },
        { id: 'exchange', family: 'office365', excluded: false },
        scans,
      ],
    },
  });
  const listed = await list({ family: 'securityservices' });
  expect(listed).toMatchObject({ version: (answer.body as Shown).version, products: [product] });
  expect(listed.version).not.toBe(bundledCatalogue.version);
  expect(listed.workloads).toContainEqual(scans);

  expect(await sell()).toMatchObject({ status: 200, body: { subscriptions: [{ sku: 'shield' }] } });
  expect(await assign()).toMatchObject({ status: 200, body: { accepted: 1, rejected: [] } });
  expect(await use()).toMatchObject({ status: 200, body: { accepted: 1, rejected: [], rejectedCoverage: [] } });
});

test('what a body leaves out is the default again, and the same content is the same version', async () => {
  const entered = await put('again', shield({ free: true, partNumber: 'AGAIN-1' }));
  expect(entered.body).toMatchObject({ product: { offer: 'free', partNumber: 'AGAIN-1' } });
  const { body } = await put('again', shield());
  expect(body).toMatchObject({ product: { offer: 'paid', partNumber: 'again' } });
  expect((await put('again', shield())).body).toEqual(body);
  expect((await put('again', shield({ isTrial: true }))).body).toMatchObject({ product: { offer: 'trial' } });
  expect((await put('again', shield({ free: true, excluded: true }))).body).toMatchObject({
    product: { offer: 'excluded' },
  });
});

test('an id in any case replaces the bundled product', async () => {
  const body = { name: 'Office 365 E3', family: 'office365', workloads: ['teams'], excluded: true };
  await put(E3.toUpperCase(), body);
  expect((await list({ search: 'enterprisepack' })).products).toContainEqual({
    sku: E3,
    partNumber: 'ENTERPRISEPACK',
    name: 'Office 365 E3',
    family: 'office365',
    workloads: ['teams'],
    offer: 'excluded',
  });
});

test('an alias alone changes nothing else of a product, and files know the product by it', async () => {
  const sku = '1e1a282c-9c54-43a2-9310-98ef728faace';
  const sales = bundledCatalogue.products.get(sku);
  const before = (await list()).version;
  const aliases = ['Dynamics 365 Sales Ent', 'Vertrieb'];
  const { status, body } = await put(sku, { aliases });
  expect({ status, body }).toEqual({
    status: 200,
    body: { version: expect.not.stringMatching(before), product: { ...sales, aliases }, workloads: [] },
  });
  expect((await list({ search: 'vertrieb' })).products).toEqual([{ ...sales, aliases }]);
  const catalogue = await readCatalogue(functions.tables.licensing);
  const names = productNames(catalogue);
  for (const name of ['DYNAMICS 365  sales ent', 'Vertrieb', 'Dynamics 365 Sales Enterprise'])
    expect(productsNamed(names, name), name).toEqual([sku]);
  await versionsIn(functions.tables.licensing).store(catalogue);
  expect(await versionsIn(functions.tables.licensing).read(catalogue.version)).toEqual(catalogue);

  const renamed = await put(sku, { name: 'Sales', family: 'dynamics365', workloads: ['teams'], aliases: ['Vertrieb'] });
  expect(renamed.body).toMatchObject({ product: { name: 'Sales', workloads: ['teams'], aliases: ['Vertrieb'] } });
  await put(sku, { aliases: ['Vertrieb 2'] });
  expect((await list({ search: 'vertrieb' })).products).toMatchObject([{ name: 'Sales', aliases: ['Vertrieb 2'] }]);
  await put(sku, { aliases: [] });
  expect((await list({ search: 'vertrieb' })).products).toEqual([]);
});

test('an own product has aliases, and loses those that its next entry leaves out', async () => {
  const aliases = ['Mail Shield (monthly)'];
  expect((await put('own', shield({ aliases }))).body).toMatchObject({ product: { aliases } });
  expect((await put('own', shield())).body).toMatchObject({ product: expect.not.objectContaining({ aliases }) });
});

test('an own product is judged by the workloads that its entry marks', async () => {
  const mainWorkloads = ['mailshield'];
  const { body } = await put('marked', shield({ mainWorkloads }));
  expect(body).toMatchObject({ product: { workloads: ['mailshield', 'exchange'], mainWorkloads } });
  const catalogue = await readCatalogue(functions.tables.licensing);
  await versionsIn(functions.tables.licensing).store(catalogue);
  expect(await versionsIn(functions.tables.licensing).read(catalogue.version)).toEqual(catalogue);
  expect((await put('marked', shield())).body).toMatchObject({
    product: expect.not.objectContaining({ mainWorkloads }),
  });
  expect(await put('marked', shield({ mainWorkloads: ['teams'] }))).toMatchObject({
    status: 400,
    body: {
      errors: [{ pointer: '/mainWorkloads/0', message: expect.stringContaining('"teams" is none of its workloads') }],
    },
  });
});

test('refuses an alias that names another product, and a name that is the alias of another', async () => {
  await put('known', shield({ name: 'Known', aliases: ['Known (monthly)'] }));
  const before = await list({ limit: '200' });
  for (const [alias, other] of [
    ['Office 365 E5', 'c7df2760-2c81-4ef7-b578-5b5392b571df'],
    ['dynamics 365  customer service enterprise', '749742bf-0d37-4158-a120-33567104deeb'],
    ['Office 365 ProPlus', 'c2273bd0-dff7-4215-9ef5-2c7bcfb06425'],
    ['KNOWN (MONTHLY)', 'known'],
  ])
    expect(await put(E3, { aliases: [alias] }), alias).toMatchObject({
      status: 409,
      body: { code: 'name_taken', detail: expect.stringContaining(`"${other}"`) },
    });
  expect(await put('thief', shield({ name: 'Known (Monthly)' }))).toMatchObject(problem(409, 'name_taken'));
  expect(await put('nobody', { aliases: ['Nobody'] })).toMatchObject(problem(404, 'unknown_product'));
  expect(await list({ limit: '200' })).toEqual(before);
});

test('a workload can be entered and changed by itself', async () => {
  const { body } = await putWorkload('viva', { family: 'office365', countsAs: 'teams' });
  expect(body).toMatchObject({
    workload: { id: 'viva', family: 'office365', countsAs: 'teams', excluded: false },
  });
  expect((await putWorkload('viva', { family: 'office365' })).body).toMatchObject({
    workload: { id: 'viva', family: 'office365', excluded: false },
  });
});

test.each([
  ['an unknown one', { family: 'office365', countsAs: 'checkers' }, 400, 'unknown_workload'],
  ['itself', { family: 'office365', countsAs: 'chess' }, 400, 'counts_as_itself'],
  ['one that counts as another', { family: 'office365', countsAs: 'onedrive' }, 409, 'counts_as_chain'],
])('refuses a workload that counts as %s, and stores nothing', async (_, body, status, code) => {
  const before = await list({ limit: '200' });
  expect(await putWorkload('chess', body)).toMatchObject(problem(status, code));
  const workloads = ['darts', { id: 'chess', countsAs: body.countsAs }];
  expect(await put('games', shield({ workloads }))).toMatchObject(problem(status, code));
  expect(await list({ limit: '200' })).toEqual(before);
});

test.each([
  ['no body', undefined, 'missing_body'],
  ['no family', { name: 'X', workloads: [] }, 'invalid_request'],
  ['a hyphen in a workload', shield({ workloads: ['mail-shield'] }), 'invalid_request'],
  ['a workload twice', shield({ workloads: ['mailshield', { id: 'mailshield', excluded: true }] }), 'invalid_request'],
  ['no main workload', shield({ mainWorkloads: [] }), 'invalid_request'],
  ['a mark alone', { mainWorkloads: ['exchange'] }, 'invalid_request'],
  ['a free trial', shield({ isTrial: true, free: true }), 'invalid_request'],
  ['an alias twice', { aliases: ['A  b', 'a B'] }, 'invalid_request'],
  ['an alias with a part of the rest', { name: 'X', aliases: ['Y'] }, 'invalid_request'],
  ['nothing at all', {}, 'invalid_request'],
  ['a misspelt setting', shield({ exclude: true }), 'invalid_request'],
])('refuses %s', async (_, body, code) => {
  expect(await put('bad', body)).toMatchObject(problem(400, code));
  expect((await list({ search: 'bad' })).products.map(({ sku }) => sku)).not.toContain('bad');
});

test('only an operator changes the catalogue, and a product is named by its id', async () => {
  expect(await put('mine', shield(), { caller: partnerUser('northwind') })).toMatchObject(
    problem(403, 'missing_scope'),
  );
  expect(await put('ENTERPRISEPACK', shield())).toMatchObject(problem(400, 'invalid_path'));
  expect(await put('enterprisepack', shield())).toMatchObject(problem(409, 'part_number_taken'));
});

test('products entered at once are all there', async () => {
  const skus = Array.from({ length: 4 }, (_, at) => `at-once-${at}`);
  const answers = await Promise.all(skus.map((sku) => put(sku, shield())));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await list({ search: 'at-once' })).products.map(({ sku }) => sku)).toEqual(skus);
});

test('takes thousands of products, and refuses what no longer fits into an item', async () => {
  const { licensing } = functions.tables;
  /** Enters so many products with names that cannot be compressed, of 140 bytes each. */
  const fill = (count: number) =>
    changeCatalogue(licensing, (own) => {
      const many = Array.from({ length: count }, (_, at): ProductEntry => {
        const name = randomBytes(140).toString('base64');
        return { sku: `many-${at}`, name, family: 'many', contains: ['teams'], offer: 'paid' };
      });
      return { ...own, products: new Map([...own.products, ...many.map((one) => [one.sku, one] as const)]) };
    });
  const full = await fill(2_400);
  await versionsIn(licensing).store(full);
  expect(await readCatalogue(licensing)).toEqual(full);
  expect(await versionsIn(licensing).read(full.version)).toEqual(full);
  await expect(fill(3_000)).rejects.toMatchObject({ status: 409, code: 'catalogue_full' });
  expect((await readCatalogue(licensing)).version).toBe(full.version);
});

test('it is recorded what a product and a workload were and are', async () => {
  await put('lock', { name: 'Lock', family: 'security', workloads: ['locks'] });
  await put('lock', { name: 'Lock', family: 'security', workloads: ['locks'], free: true });
  await put('lock', { aliases: ['Old Lock'] });
  await put('lock', { aliases: ['Old Lock'] });
  await putWorkload('locks', { family: 'security', excluded: true });
  const page = { limit: 9, now: new Date() };
  const { entries } = await listEntries(functions.tables.jobs, { target: 'lock' }, page);
  const parsed = (json: string | undefined): unknown => json && JSON.parse(json);
  const product = { sku: 'lock', name: 'Lock', family: 'security', workloads: ['locks'], partNumber: 'lock' };
  const workloads = [{ id: 'locks', family: 'security', excluded: false }];
  const [paid, free] = [
    { product: { ...product, offer: 'paid' }, workloads },
    { product: { ...product, offer: 'free' }, workloads },
  ];
  const changes = entries.map(({ before, after }) => [parsed(before), parsed(after)]);
  expect(changes).toHaveLength(3);
  expect(changes).toEqual(
    expect.arrayContaining([
      [undefined, paid],
      [paid, free],
      [
        { ...free, workloads: [] },
        { product: { ...free.product, aliases: ['Old Lock'] }, workloads: [] },
      ],
    ]),
  );
  const ofWorkload = (await listEntries(functions.tables.jobs, { target: 'locks' }, page)).entries;
  expect(ofWorkload.map(({ before, after }) => [parsed(before), parsed(after)])).toEqual([
    [workloads[0], { id: 'locks', family: 'security', excluded: true }],
  ]);
});
