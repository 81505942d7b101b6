import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { entriesOf } from '../../../lib/catalogue/entries.ts';
import { changeCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { createUploadForm } from '../../../lib/imports/job/upload-form.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { E3, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports, withoutMarks } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
  await storeCustomer(imports.tables.licensing, 'contoso', ['fabrikam']);
});
afterAll(() => imports.stop());

const KIND = 'graph.subscribedSkus';
const seats = (enabled: number) =>
  JSON.stringify(
    skusAnswer([subscribedSku({ skuId: E3, prepaidUnits: { enabled } }), subscribedSku({ skuId: 'other' })]),
  );
const importSeats = async (enabled: number, more: object = {}) =>
  imports.run(await imports.hand({ kind: KIND, customerId: 'contoso', ...more }, seats(enabled)));

test('stores the seats of a file under the day that it was asked for, or the one of the request', async () => {
  expect(await importSeats(20, { day: '2026-02-20' })).toMatchObject({
    status: 'complete',
    progress: 1,
    rows: 2,
    counts: { products: 1 },
    warnings: [{ code: 'unknown_product', count: 25 }],
  });
  const total = { sku: E3, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 14 };
  expect(withoutMarks(await readSeatTotals(imports.tables.licensing, 'contoso'))).toEqual([
    { source: KIND, day: '2026-02-20', totals: [{ ...total, active: 20 }], notCounted: expect.anything() },
  ]);
  await importSeats(30);
  expect(await importSeats(25, { day: '2026-03-01' })).toMatchObject({
    status: 'failed',
    errors: [{ line: null, code: 'older_than_stored' }],
  });
  expect(withoutMarks(await readSeatTotals(imports.tables.licensing, 'contoso'))).toEqual([
    { source: KIND, day: '2026-03-02', totals: [{ ...total, active: 30 }], notCounted: expect.anything() },
  ]);
});

test('knows a product that the operator has just entered', async () => {
  const { licensing } = imports.tables;
  await storeCustomer(licensing, 'shielded', ['fabrikam']);
  const run = async () =>
    imports.run(
      await imports.hand(
        { kind: KIND, customerId: 'shielded' },
        JSON.stringify(skusAnswer([subscribedSku({ skuId: E3 }), subscribedSku({ skuId: 'shield' })])),
      ),
    );
  expect(await run()).toMatchObject({ status: 'complete', counts: { products: 1 } });
  const shield = { sku: 'shield', name: 'Mail Shield', family: 'securityservices', contains: [] };
  await changeCatalogue(licensing, () => entriesOf([{ ...shield, offer: 'paid' }], []));
  expect(await run()).toMatchObject({ status: 'complete', counts: { products: 2 }, warnings: [] });
});

test.each<[string, string, string]>([
  ['is cut short', seats(1).slice(0, -9), 'invalid_json'],
  ['is CSV', 'a,b\n1,2\n', 'wrong_file'],
  ['has an item that is not understood', JSON.stringify(skusAnswer([{ skuId: E3 }])), 'bad_items'],
])('refuses a file that %s', async (_, file, code) => {
  const answer = await imports.run(await imports.hand({ kind: KIND, customerId: 'contoso' }, file));
  expect([answer.status, answer.errors[0]?.code]).toEqual(['failed', code]);
});

test('hands out a form that takes a file of up to the largest size, and shows the import as waiting', async () => {
  const { status, headers, body } = await imports.request(
    { kind: KIND, customerId: 'contoso' },
    partnerUser('fabrikam'),
  );
  const requested = body as Parameters<Imports['post']>[0]; // the 201 of this operation
  expect({ status, headers }).toMatchObject({ status: 201, headers: { location: `/v1/imports/${requested.id}` } });
  expect(await imports.post(requested, Buffer.alloc(20_000_001))).toBe(400);
  expect(await imports.post(requested, '')).toBe(400);
  expect((await imports.show(requested.id, partnerUser('fabrikam'))).body).toEqual({
    id: requested.id,
    kind: KIND,
    customerId: 'contoso',
    status: 'waiting',
    progress: 0,
    rows: 0,
    counts: {},
    errors: [],
    errorCount: 0,
    warnings: [],
    createdAt: '2026-03-02T10:00:00.000Z',
    canUndo: false,
  });
});

test('a form can lead back to a page once the file is stored', async () => {
  const back = 'https://pages.example/imports/led-back';
  const { url, fields } = await createUploadForm('uploads', 'led-back', 1_000, back);
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob(['{}']));
  const { status, headers } = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  expect(status).toBe(303);
  expect(headers.get('location')).toMatch(
    /^https:\/\/pages\.example\/imports\/led-back\?bucket=uploads&key=imports%2Fled-back&etag=/,
  );
});

test.each<[string, object, number, string]>([
  ['an unknown customer', { customerId: 'nobody' }, 404, 'unknown_customer'],
  ['a future day', { day: '2026-03-03' }, 400, 'day_in_future'],
  ['an unknown kind', { kind: 'graph.groups' }, 400, 'invalid_request'],
  ['a misspelt field', { customer: 'contoso' }, 400, 'invalid_request'],
])('refuses %s', async (_, more, status, code) => {
  const answer = await imports.request({ kind: KIND, customerId: 'contoso', ...more });
  expect(answer).toMatchObject({ status, body: { code } });
});

test('wants both scopes, and answers a foreign customer or import as a missing one', async () => {
  const body = { kind: KIND, customerId: 'contoso' };
  const single = await imports.request(body, partnerUser('fabrikam', ['activity:write']));
  expect(single).toMatchObject({
    status: 403,
    body: { code: 'missing_scope', detail: expect.stringContaining('both') },
  });
  expect(await imports.request(body, partnerUser('tailspin'))).toMatchObject({
    status: 404,
    body: { code: 'unknown_customer' },
  });
  const { id } = (await imports.request(body)).body as { id: string }; // the 201 of this operation
  for (const unknown of [id, 'nothing'])
    expect(await imports.show(unknown, partnerUser('fabrikam'))).toMatchObject({
      status: 404,
      body: { code: 'unknown_import' },
    });
});

test('lists what a portfolio handed in, newest first, a page at a time and without customers that have left it', async () => {
  const { licensing } = imports.tables;
  for (const id of ['stays', 'leaves']) await storeCustomer(licensing, id, ['lister']);
  const caller = partnerUser('lister');
  const ids: string[] = [];
  for (const customerId of ['stays', 'leaves', 'stays']) {
    vi.setSystemTime(Date.now() + 1000);
    ids.push(((await imports.request({ kind: KIND, customerId }, caller)).body as { id: string }).id); // its 201
  }
  await storeCustomer(licensing, 'leaves', []);
  const page = async (query: Record<string, string>, as = caller) =>
    (await imports.list(query, as)).body as { imports: { id: string }[]; cursor?: string }; // its 200
  const first = await page({ limit: '1' });
  expect(first.imports).toEqual([
    {
      id: ids[2],
      kind: KIND,
      customerId: 'stays',
      status: 'waiting',
      progress: 0,
      rows: 0,
      errorCount: 0,
      createdAt: new Date().toISOString(),
    },
  ]);
  const rest = await page({ cursor: first.cursor ?? '' });
  expect(rest.imports.map(({ id }) => id)).toEqual([ids[0]]);
  expect((await page({}, partnerUser('nobody'))).imports).toEqual([]);
  expect((await imports.list({ limit: '101' }, caller)).status).toBe(400);
  expect((await imports.list({}, partnerUser('lister', ['insights:read']))).status).toBe(403);
});
