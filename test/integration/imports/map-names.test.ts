import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCatalogue } from '../../../lib/catalogue/store/own-entries-table.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { readReportedUsage } from '../../../lib/licensing/posted/reported-usage-table.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { s3Client } from '../../../lib/storage/object-store.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import newCommerceNames from '../../fixtures/imports/new-commerce-names.json' with { type: 'json' };
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type ImportAnswer, type Imports, startImports } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const SOLD = 'partnerCenter.subscriptions';
const SKU = '11111111-2222-4333-8444-555555555555';
const alpine = partnerUser('alpine');

const freshCustomer = async (customerId: string): Promise<string> => {
  await changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    externalIds: { entraTenantId: `${customerId}-tenant` },
    partners: { alpine: { since: '2020-01-01' } },
  }));
  return customerId;
};
const take = async (body: object, document: object | string): Promise<string> => {
  const file = typeof document === 'string' ? document : JSON.stringify(document);
  const id = await imports.hand(body, file, alpine);
  await imports.run(id);
  return id;
};
/** Delivers what the mapping told the queue, and answers how the import that it began then stands. */
const settle = async (id: string): Promise<ImportAnswer> => {
  for (let messages = await imports.queue.take(); messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) expect(await imports.deliver(message)).toBe(true);
  return imports.progress(id);
};
const mapped = async (importId: string, name: string, sku: string) => {
  const { status, body } = await imports.map(importId, { name, sku });
  expect([status, body]).toEqual([202, { id: expect.any(String), status: expect.any(String) }]);
  const { id } = body as { id: string }; // of a 202
  return { id, ...(await settle(id)) };
};
const soldSkus = async (customerId: string) =>
  (await readSubscriptions(imports.tables.licensing, customerId)).lists.alpine?.subscriptions.map(({ sku }) => sku);
const aliasesOf = async (sku: string) =>
  (await readCatalogue(imports.tables.licensing)).products.get(sku)?.aliases ?? [];

test('a name is mapped, and its file taken again for the day and the partner that it was taken for', async () => {
  const customerId = await freshCustomer('sold');
  const [first, ...others] = newCommerceNames.items;
  const items = [
    { ...first, offerName: 'D365 Vertrieb' },
    { ...first, id: 'x', offerName: 'Contoso Backup' },
    ...others,
  ];
  const importId = await take({ kind: SOLD, customerId, day: '2026-02-20' }, partnerCenterAnswer(items));
  expect(await soldSkus(customerId)).toHaveLength(8);
  vi.setSystemTime('2026-03-02T11:00:00Z');
  const sales = '1e1a282c-9c54-43a2-9310-98ef728faace';
  const again = await mapped(importId, 'd365  Vertrieb', sales);
  expect(again).toMatchObject({
    status: 'complete',
    counts: { subscriptions: 9 },
    seatsNotCounted: [{ name: 'Contoso Backup' }],
  });
  expect(again.id).not.toBe(importId);
  const { alpine: list } = (await readSubscriptions(imports.tables.licensing, customerId)).lists;
  expect([list?.day, list?.subscriptions[0]?.sku, list?.notCounted?.importId]).toEqual(['2026-02-20', sales, again.id]);
  // The same again is the same; the other name is mapped from either import.
  expect((await imports.map(importId, { name: 'D365 Vertrieb', sku: sales })).body).toEqual({
    id: again.id,
    status: 'complete',
  });
  expect(await imports.queue.take()).toEqual([]);
  expect(await aliasesOf(sales)).toEqual(['d365  Vertrieb']);
  const last = await mapped(again.id, 'Contoso Backup', E3);
  expect(last).toMatchObject({ status: 'complete', counts: { subscriptions: 10 }, warnings: [] });
  expect((await readSubscriptions(imports.tables.licensing, customerId)).lists.alpine?.notCounted).toBeUndefined();
});

test('ids of lists of seats and users are mapped too, and seats of one product are summed', async () => {
  const customerId = await freshCustomer('ids');
  const skus = skusAnswer([
    subscribedSku({ skuId: M365_E5, prepaidUnits: { enabled: 10 }, consumedUnits: 3 }),
    subscribedSku({ skuId: SKU, skuPartNumber: 'CONTOSO', prepaidUnits: { enabled: 4 }, consumedUnits: 2 }),
  ]);
  const users = usersAnswer([graphUser('a', [assignment({ skuId: SKU }), assignment({ skuId: M365_E5 })])]);
  const ofUsers = await take({ kind: 'graph.users', customerId }, users);
  const ofSeats = await take({ kind: 'graph.subscribedSkus', customerId }, skus);
  expect(await mapped(ofSeats, SKU, M365_E5)).toMatchObject({ status: 'complete', warnings: [] });
  expect(await readSeatTotals(imports.tables.licensing, customerId)).toMatchObject([
    { totals: [{ sku: M365_E5, active: 14, assigned: 5 }] },
  ]);
  // The alias is there already; only the list of users is taken again.
  expect(await mapped(ofUsers, SKU, M365_E5)).toMatchObject({
    status: 'complete',
    counts: { users: 1, assignments: 1 },
  });
  expect(await aliasesOf(M365_E5)).toEqual([SKU]);
});

test('a usage report that is taken again is as old as it was: a later one keeps its months', async () => {
  const customerId = await freshCustomer('usage');
  const row = { CustomerTenantId: `${customerId}-tenant`, SKUId: '' };
  const kind = 'partnerCenter.dynamicsUsage';
  vi.setSystemTime('2026-03-02T12:00:00Z');
  const older = await take({ kind }, usageFile([{ ...row, SKU: 'Usage Thing', AvailableSeats: '7' }]));
  vi.setSystemTime('2026-03-02T13:00:00Z');
  await take({ kind }, usageFile([{ ...row, SKU: 'Dynamics 365 Sales Enterprise' }]));
  const before = await readReportedUsage(imports.tables.licensing, customerId);
  expect(await mapped(older, 'Usage Thing', '1e1a282c-9c54-43a2-9310-98ef728faace')).toMatchObject({
    status: 'complete',
  });
  expect(await readReportedUsage(imports.tables.licensing, customerId)).toEqual(before);
});

test('a file that shrank too much because of a name is taken once that is mapped', async () => {
  const customerId = await freshCustomer('shrinks');
  await take({ kind: SOLD, customerId }, partnerCenterAnswer([soldSubscription('a')]));
  const refused = await take(
    { kind: SOLD, customerId },
    partnerCenterAnswer([soldSubscription('a', { offerName: 'Shrunk' })]),
  );
  expect((await imports.progress(refused)).errors[0]?.code).toBe('shrinks_too_much');
  expect(await mapped(refused, 'Shrunk', E3)).toMatchObject({ status: 'complete', counts: { subscriptions: 1 } });
});

test('of a file that is gone the alias stays; asked again, another import fails alike', async () => {
  const customerId = await freshCustomer('gone');
  const importId = await take(
    { kind: SOLD, customerId },
    partnerCenterAnswer([soldSubscription('a', { offerName: 'Gone' })]),
  );
  await s3Client().send(new DeleteObjectCommand({ Bucket: 'uploads', Key: `imports/${importId}` }));
  const first = await mapped(importId, 'Gone', E3);
  expect(first).toMatchObject({ status: 'failed', errors: [{ code: 'file_gone' }] });
  expect(await aliasesOf(E3)).toContain('Gone');
  const second = await mapped(importId, 'Gone', E3);
  expect(second).toMatchObject({ status: 'failed', errors: [{ code: 'file_gone' }] });
  expect(second.id).not.toBe(first.id);
});

test('comes to one import when it is asked for twice at once, and after a crash before its message was sent', async () => {
  const customerId = await freshCustomer('twice');
  const importId = await take(
    { kind: SOLD, customerId },
    partnerCenterAnswer([soldSubscription('a', { offerName: 'Twice' })]),
  );
  const body = { name: 'Twice', sku: E3 };
  imports.faults.inject({ service: 'sqs', operation: 'SendMessageBatch', times: 10, kind: 'error500' });
  expect((await imports.map(importId, body)).status).toBe(503);
  imports.faults.clear();
  const answers = await Promise.all([imports.map(importId, body), imports.map(importId, body)]);
  const [id = '', ...others] = new Set(answers.map((answer) => (answer.body as { id: string }).id));
  expect([answers.map(({ status }) => status), others]).toEqual([[202, 202], []]);
  expect(await settle(id)).toMatchObject({ status: 'complete', counts: { subscriptions: 1 } });
  expect((await aliasesOf(E3)).filter((alias) => alias === 'Twice')).toHaveLength(1);
});

test('refuses what cannot be mapped, and changes nothing then', async () => {
  const customerId = await freshCustomer('refused');
  const items = [
    soldSubscription('a', { offerName: 'Refused' }),
    soldSubscription('b', { offerName: 'Microsoft 365 Business Basic' }),
  ];
  const importId = await take({ kind: SOLD, customerId }, partnerCenterAnswer(items));
  const waiting = await imports.hand({ kind: SOLD, customerId }, '{}', alpine);
  const version = (await readCatalogue(imports.tables.licensing)).version;
  const body = { name: 'Refused', sku: E3 };
  for (const [id, asked, caller, status, code] of [
    [importId, body, alpine, 403, 'missing_scope'],
    ['nobody', body, operator, 404, 'unknown_import'],
    [waiting, body, operator, 409, 'import_not_finished'],
    [importId, { ...body, name: 'Another' }, operator, 400, 'unknown_name'],
    [importId, { ...body, sku: 'no-such-product' }, operator, 404, 'unknown_product'],
    [importId, { ...body, name: 'Microsoft 365 Business Basic' }, operator, 409, 'name_taken'],
    [importId, { name: 'Refused' }, operator, 400, 'invalid_request'],
  ] as const)
    expect(await imports.map(id, asked, caller), code).toMatchObject({ status, body: { code } });
  expect((await readCatalogue(imports.tables.licensing)).version).toBe(version);
  expect(await imports.queue.take()).toEqual([]);
});
