import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { readReportedUsage } from '../../../lib/licensing/posted/reported-usage-table.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { companySubscription, directoryAnswer } from '../../fixtures/imports/directory-subscriptions.ts';
import { usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const alpine = partnerUser('alpine');
const BACKUP = { name: 'Contoso Backup', reason: 'unknown', sold: 10, assigned: null };
const SKU = '11111111-2222-4333-8444-555555555555';

const freshCustomer = async (customerId: string): Promise<string> => {
  await changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    externalIds: { entraTenantId: `${customerId}-tenant` },
    partners: { alpine: { since: '2020-01-01' }, northwind: { since: '2020-01-01' } },
  }));
  return customerId;
};
const handOf = (kind: string, customerId: string, document: object | string, more: object = {}) =>
  imports.hand(
    { kind, customerId, ...more },
    typeof document === 'string' ? document : JSON.stringify(document),
    alpine,
  );
const take = async (...of: Parameters<typeof handOf>) => {
  const importId = await handOf(...of);
  return { importId, ...(await imports.run(importId)) };
};

const SOLD = 'partnerCenter.subscriptions';
const ofSeller = async (customerId: string) =>
  (await readSubscriptions(imports.tables.licensing, customerId)).lists.alpine?.notCounted;
const ofTotals = async (customerId: string) =>
  (await readSeatTotals(imports.tables.licensing, customerId)).map(({ notCounted }) => notCounted);
const ofUsers = async (customerId: string) =>
  (await readCoverage(imports.tables.licensing, customerId)).assignmentList?.notCounted;

test("a seller's list keeps what it could not name, until the next one names all", async () => {
  const customerId = await freshCustomer('seller');
  const document = partnerCenterAnswer([
    soldSubscription('a'),
    soldSubscription('b', { offerName: 'Contoso Backup', quantity: 7 }),
    soldSubscription('c', { offerName: 'contoso  backup', quantity: 3 }),
    soldSubscription('d', { offerName: 'Contoso Backup', status: 'deleted', quantity: 90 }),
    soldSubscription('e', { offerName: 'Gone Thing', status: 'none' }),
    soldSubscription('f', { offerName: 'Microsoft 365 Business Basic' }),
  ]);
  const { importId, seatsNotCounted } = await take(SOLD, customerId, document);
  const products = [
    { ...BACKUP, sold: 10 },
    { ...BACKUP, name: 'Microsoft 365 Business Basic', reason: 'ambiguous' },
    { ...BACKUP, name: 'Gone Thing', sold: null },
  ];
  expect(seatsNotCounted).toEqual(products);
  const record = { importId, portfolio: 'alpine', source: SOLD, day: '2026-03-02', products, more: 0 };
  expect(await ofSeller(customerId)).toEqual(record);

  expect(
    (await take(SOLD, customerId, partnerCenterAnswer([soldSubscription('a')]), { day: '2026-03-01' })).status,
  ).toBe('failed');
  expect(await ofSeller(customerId)).toEqual(record); // an older file replaces nothing
  await take(SOLD, customerId, partnerCenterAnswer([soldSubscription('a')]));
  expect(await ofSeller(customerId)).toBeUndefined();
});

test("a seller's list of which nothing can be named is taken, and ends nothing that is stored without a word", async () => {
  const customerId = await freshCustomer('unnamed-seller');
  const unknown = partnerCenterAnswer([soldSubscription('a', { offerName: 'Contoso Backup' })]);
  expect(await take(SOLD, customerId, unknown)).toMatchObject({
    status: 'complete',
    counts: { subscriptions: 0 },
    seatsNotCounted: [BACKUP],
    warnings: [{ code: 'unknown_product' }, { code: 'no_known_products', count: 1 }],
  });
  await take(SOLD, customerId, partnerCenterAnswer([soldSubscription('a', { quantity: 2 })]));
  // Two seats are few enough to end by themselves; not by a file that merely calls them by another name.
  expect(await take(SOLD, customerId, unknown)).toMatchObject({
    status: 'failed',
    counts: { storedSeats: 2, keptSeats: 0 },
    errors: [{ code: 'shrinks_too_much' }],
    seatsNotCounted: [BACKUP],
  });
  expect(await ofSeller(customerId)).toBeUndefined();
  expect((await take(SOLD, customerId, unknown, { allowShrink: true })).status).toBe('complete');
  expect(await ofSeller(customerId)).toMatchObject({ products: [BACKUP] });
});

test('a list of all seats keeps the ids it does not know, with part numbers and seats', async () => {
  const customerId = await freshCustomer('totals');
  const skuPartNumber = 'CONTOSO_BACKUP';
  const skus = skusAnswer([subscribedSku({ skuId: SKU, skuPartNumber, consumedUnits: 6 })]);
  await take('graph.subscribedSkus', customerId, skus);
  const product = { name: SKU, partNumber: skuPartNumber, reason: 'unknown', sold: 25, assigned: 6 };
  expect(await ofTotals(customerId)).toMatchObject([{ source: 'graph.subscribedSkus', products: [product] }]);
  const directory = directoryAnswer([
    companySubscription('a', { skuId: SKU, skuPartNumber, totalLicenses: 4 }),
    companySubscription('b', { skuId: SKU, skuPartNumber, totalLicenses: 8, status: 'Suspended' }),
  ]);
  await take('graph.directorySubscriptions', customerId, directory);
  expect(await ofTotals(customerId)).toMatchObject([
    { source: 'graph.directorySubscriptions', products: [{ ...product, sold: 4, assigned: null }] },
    { source: 'graph.subscribedSkus' },
  ]);

  await take(
    'graph.subscribedSkus',
    customerId,
    skusAnswer([subscribedSku({ skuId: E3, prepaidUnits: { enabled: 3 } })]),
  );
  expect(await ofTotals(customerId)).toMatchObject([{ source: 'graph.directorySubscriptions' }, undefined]);
  expect(await take('graph.subscribedSkus', customerId, skus)).toMatchObject({
    status: 'failed',
    errors: [{ code: 'shrinks_too_much' }],
  });
});

test.each([
  ['graph.subscribedSkus', { value: [{ skuId: SKU }] }],
  ['graph.directorySubscriptions', { value: [{ skuId: SKU }] }],
])('%s takes no file of which no item is one of its own', async (kind, document) => {
  const customerId = await freshCustomer('no-such-list');
  expect(await take(kind, customerId, document)).toMatchObject({ status: 'failed', errors: [{ code: 'wrong_file' }] });
});

test('lists of all users keep how many people hold what they do not know, whichever of them came last', async () => {
  const customerId = await freshCustomer('users');
  const holder = (id: string, ...skuIds: string[]) =>
    graphUser(
      id,
      skuIds.map((skuId) => assignment({ skuId })),
    );
  const document = usersAnswer([holder('a', E3, SKU), holder('b', SKU), holder('c', E3), holder('b', SKU)]);
  const { importId } = await take('graph.users', customerId, document, { day: '2026-03-01' });
  const product = { name: SKU, reason: 'unknown', sold: null, assigned: 2 };
  expect(await ofUsers(customerId)).toEqual({
    importId,
    portfolio: 'alpine',
    source: 'graph.users',
    day: '2026-03-01',
    products: [product],
    more: 0,
  });

  const report = csvOf([
    user('a', { 'Assigned Products': 'OFFICE 365 E3+Contoso Backup' }),
    user('b', { 'Assigned Products': 'Contoso Backup' }),
    user('c', { 'Assigned Products': 'OFFICE 365 E3' }),
    user('d', { 'Assigned Products': 'Contoso Backup', 'Is Deleted': 'True' }),
  ]);
  expect(await take('graph.office365ActiveUserDetail', customerId, report)).toMatchObject({
    status: 'complete',
    seatsNotCounted: [{ ...BACKUP, sold: null, assigned: 2 }],
  });
  expect(await ofUsers(customerId)).toMatchObject({
    source: 'graph.office365ActiveUserDetail',
    products: [{ ...BACKUP, sold: null, assigned: 2 }],
  });
  await take('graph.users', customerId, usersAnswer([holder('a', E3), holder('c', E3)]));
  expect(await ofUsers(customerId)).toBeUndefined();
});

test('a list of all users ends no holding, however few there are, by naming unknown products alone', async () => {
  const customerId = await freshCustomer('unnamed-users');
  await take('graph.users', customerId, usersAnswer([graphUser('a', [assignment()]), graphUser('b', [])]));
  const renamed = usersAnswer([graphUser('a', [assignment({ skuId: SKU })]), graphUser('b', [])]);
  expect(await take('graph.users', customerId, renamed)).toMatchObject({
    status: 'failed',
    errors: [{ code: 'shrinks_too_much' }],
    seatsNotCounted: [{ name: SKU, assigned: 1 }],
  });
});

test('a usage report keeps what it could not name of each customer, by its newest month, under who sent it', async () => {
  const [one, other] = [await freshCustomer('usage-1'), await freshCustomer('usage-2')];
  const row = (customerId: string, more: object = {}) => ({
    CustomerTenantId: `${customerId}-tenant`,
    SKUId: '',
    SKU: 'Contoso Backup',
    ...more,
  });
  const rows = [
    row(one, { Month: '2026-01', AvailableSeats: '90' }),
    row(one, { SubscriptionId: 'x', AvailableSeats: '5', AssignedSeats: '' }),
    row(one),
    row(other),
  ];
  const importId = await imports.hand({ kind: 'partnerCenter.dynamicsUsage' }, usageFile(rows), alpine);
  await Promise.all([imports.deliver(uploadedEvent(importId)), imports.deliver(uploadedEvent(importId))]);
  expect((await imports.run(importId)).seatsNotCounted).toEqual([{ ...BACKUP, sold: 25, assigned: null }]);
  const of = async (customerId: string) =>
    (await readReportedUsage(imports.tables.licensing, customerId)).alpine?.notCounted;
  expect(await of(one)).toMatchObject({
    importId,
    day: '2026-03-02',
    products: [{ ...BACKUP, sold: 15, assigned: null }],
  });
  expect(await of(other)).toMatchObject({ products: [{ ...BACKUP, sold: 10, assigned: 8 }] });

  await imports.run(
    await imports.hand(
      { kind: 'partnerCenter.dynamicsUsage' },
      usageFile([row(one, { SKU: 'Dynamics 365 Sales Enterprise' })]),
      alpine,
    ),
  );
  expect(await of(one)).toBeUndefined();
  expect(await of(other)).toBeDefined(); // the file says nothing of that customer
});

test('is the same when a file is delivered twice, at once or after a crash', async () => {
  const customerId = await freshCustomer('twice');
  const document = partnerCenterAnswer([soldSubscription('a', { offerName: 'Contoso Backup' })]);
  const importId = await handOf(SOLD, customerId, document);
  imports.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }, () =>
    imports.tables.faults.inject({
      service: 'dynamodb',
      operation: 'PutItem',
      table: 'Jobs',
      times: 1_000,
      kind: 'error500',
    }),
  );
  expect(await imports.deliver(uploadedEvent(importId))).toBe(false);
  imports.tables.faults.clear();
  const stored = await ofSeller(customerId);
  expect(stored).toMatchObject({ importId, products: [BACKUP] });
  await Promise.all([imports.deliver(uploadedEvent(importId)), imports.deliver(uploadedEvent(importId))]);
  expect(await imports.progress(importId)).toMatchObject({ status: 'complete', seatsNotCounted: [BACKUP] });
  expect(await ofSeller(customerId)).toEqual(stored);
});
