import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { putAliases } from '../../../lib/catalogue/change/put-entries.ts';
import { replaceLists } from '../../../lib/licensing/seller-lists.ts';
import { MOST_SUBSCRIPTIONS, type Subscription } from '../../../lib/licensing/subscription.ts';
import { changeSubscriptions, readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { companySubscription, directoryAnswer } from '../../fixtures/imports/directory-subscriptions.ts';
import newCommerceNames from '../../fixtures/imports/new-commerce-names.json' with { type: 'json' };
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports, uploadedEvent, withoutMarks } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const KIND = 'partnerCenter.subscriptions';
const BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const BASIC_SMB = 'dab7782a-93b1-4074-8bb1-0e61318bea0b';
const alpine = partnerUser('alpine');

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId, ['alpine', 'northwind']);
  return customerId;
};
const fileOf = (...items: unknown[]) => JSON.stringify(partnerCenterAnswer(items));
const importFile = async (customerId: string, file: string, more: object = {}) =>
  imports.run(await imports.hand({ kind: KIND, customerId, ...more }, file, alpine));
const listsOf = async (customerId: string) =>
  withoutMarks((await readSubscriptions(imports.tables.licensing, customerId)).lists);
const line = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id,
  sku: E3,
  quantity: 10,
  state: 'active',
  isTrial: false,
  renewsOn: '2026-10-31',
  autoRenew: true,
  ...more,
});
const put = (customerId: string, seller: string, day: string, ...subscriptions: Subscription[]) =>
  changeSubscriptions(imports.tables.licensing, customerId, (current) =>
    replaceLists(
      current,
      subscriptions.map((subscription) => ({ seller, subscription })),
      seller,
      day,
    ),
  );

test("replaces the caller's own list and leaves the others'", async () => {
  const customerId = await freshCustomer('own');
  await put(customerId, 'northwind', '2026-01-01', line('n'));
  await put(customerId, 'alpine', '2026-01-01', line('old'), line('a', { quantity: 2 }));
  const file = fileOf(
    soldSubscription('a'),
    soldSubscription('b', { status: 'expired', quantity: 3 }),
    soldSubscription('c', { offerName: 'Azure plan', unitType: 'Usage-based', billingType: 'usage' }),
    soldSubscription('d', { offerName: 'Contoso Backup' }),
  );
  expect(await importFile(customerId, file)).toMatchObject({
    status: 'complete',
    rows: 4,
    counts: { usageBased: 1, subscriptions: 2 },
    warnings: [{ code: 'unknown_product', count: 10 }],
  });
  expect(await listsOf(customerId)).toEqual({
    northwind: { day: '2026-01-01', subscriptions: [line('n')] },
    alpine: {
      day: '2026-03-02',
      subscriptions: [line('a'), line('b', { state: 'grace', quantity: 3 })],
      notCounted: expect.objectContaining({
        products: [{ name: 'Contoso Backup', reason: 'unknown', sold: 10, assigned: null }],
      }),
    },
  });
});

test('knows the names that products are sold under today, and the suffixes of the price list', async () => {
  const customerId = await freshCustomer('trade-names');
  expect(await importFile(customerId, JSON.stringify(newCommerceNames))).toMatchObject({
    status: 'complete',
    rows: 9,
    counts: { subscriptions: 9 },
    warnings: [],
  });
  const sold = (await listsOf(customerId)).alpine?.subscriptions ?? [];
  expect(sold.map(({ sku }) => bundledCatalogue.products.get(sku)?.partNumber)).toEqual([
    'DYN365_ENTERPRISE_SALES',
    'D365_SALES_PRO',
    'DYN365_ENTERPRISE_CUSTOMER_SERVICE',
    'DYN365_ENTERPRISE_FIELD_SERVICE',
    'DYN365_SCM',
    'SHAREPOINTSTANDARD',
    'ENTERPRISEPACK',
    'SPE_E3',
    'ENTERPRISEPACK',
  ]);
});

test('takes a file again with the names that the operator has given products since', async () => {
  const customerId = await freshCustomer('aliases');
  const sales = '1e1a282c-9c54-43a2-9310-98ef728faace';
  const file = fileOf(soldSubscription('a', { offerName: 'Dynamics 365 Sales Ent' }), soldSubscription('b'));
  expect(await importFile(customerId, file)).toMatchObject({ warnings: [{ code: 'unknown_product', count: 10 }] });
  await putAliases(imports.tables.licensing, { sku: sales, aliases: ['Dynamics 365 Sales Ent'] });
  expect(await importFile(customerId, file)).toMatchObject({ counts: { subscriptions: 2 }, warnings: [] });
  expect((await listsOf(customerId)).alpine?.subscriptions.map(({ sku }) => sku)).toEqual([sales, E3]);
});

test('takes no file that is older than the stored list, and any in the place of a derived one', async () => {
  const customerId = await freshCustomer('older');
  await put(customerId, 'alpine', '2026-03-01', line('a'));
  const file = fileOf(soldSubscription('b'));
  expect(await importFile(customerId, file, { day: '2026-02-28' })).toMatchObject({
    status: 'failed',
    errors: [{ code: 'older_than_stored' }],
  });
  expect((await listsOf(customerId)).alpine).toEqual({ day: '2026-03-01', subscriptions: [line('a')] });
  expect((await importFile(customerId, file, { day: '2026-03-01' })).status).toBe('complete');
  expect((await listsOf(customerId)).alpine).toEqual({ day: '2026-03-01', subscriptions: [line('b')] });

  await changeSubscriptions(imports.tables.licensing, customerId, () => ({
    lists: { alpine: { day: '2026-03-02', subscriptions: [line('a')], derived: true } },
  }));
  await importFile(customerId, file, { day: '2026-02-28' });
  expect((await listsOf(customerId)).alpine).toEqual({ day: '2026-02-28', subscriptions: [line('b')] });
});

test('needs to know whose list it is', async () => {
  const customerId = await freshCustomer('whose');
  expect(await imports.request({ kind: KIND, customerId })).toMatchObject({
    status: 400,
    body: { code: 'partner_needed', detail: expect.stringContaining('?partner={id}') },
  });
  expect(await imports.request({ kind: KIND, customerId }, operator, 'tailspin')).toMatchObject({ status: 404 });
  const id = await imports.hand({ kind: KIND, customerId }, fileOf(soldSubscription('a')), operator, 'northwind');
  expect((await imports.run(id)).status).toBe('complete');
  expect(Object.keys(await listsOf(customerId))).toEqual(['northwind']);
});

test('decides what a name of two products means by the seats of the customer, and as before for the same subscription', async () => {
  const customerId = await freshCustomer('ambiguous');
  const offerName = 'Microsoft 365 Business Basic';
  const file = fileOf(soldSubscription('a', { offerName }), soldSubscription('b'));
  await put(customerId, 'alpine', '2026-02-01', line('a', { sku: BASIC_SMB }));
  expect(await importFile(customerId, file)).toMatchObject({ counts: { subscriptions: 2 }, warnings: [] });
  expect((await listsOf(customerId)).alpine?.subscriptions.map(({ sku }) => sku)).toEqual([BASIC_SMB, E3]);

  await put(customerId, 'alpine', '2026-02-01');
  expect(await importFile(customerId, file)).toMatchObject({
    counts: { subscriptions: 1 },
    warnings: [{ code: 'ambiguous_product', count: 10 }],
  });
  const seats = JSON.stringify(skusAnswer([subscribedSku({ skuId: BASIC })]));
  await imports.run(await imports.hand({ kind: 'graph.subscribedSkus', customerId }, seats));
  await importFile(customerId, file);
  expect((await listsOf(customerId)).alpine?.subscriptions.map(({ sku }) => sku)).toEqual([BASIC, E3]);
});

test('comes to the same when its message is delivered twice, at once or after a crash', async () => {
  const customerId = await freshCustomer('twice');
  const file = fileOf(soldSubscription('a'), soldSubscription('b', { status: 'deleted' }));
  const once = await imports.hand({ kind: KIND, customerId }, file, alpine);
  await Promise.all([imports.deliver(uploadedEvent(once)), imports.deliver(uploadedEvent(once))]);
  expect((await imports.progress(once)).status).toBe('complete');
  const stored = await listsOf(customerId);
  const crashing = await imports.hand({ kind: KIND, customerId }, file, alpine);
  imports.tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }, () =>
    imports.tables.faults.inject({
      service: 'dynamodb',
      operation: 'PutItem',
      table: 'Jobs',
      times: 1_000,
      kind: 'error500',
    }),
  );
  expect(await imports.deliver(uploadedEvent(crashing))).toBe(false);
  imports.tables.faults.clear();
  expect((await imports.run(crashing)).status).toBe('complete');
  expect(await listsOf(customerId)).toEqual(stored);
});

test.each<[string, string, string]>([
  [
    'is one page of several',
    JSON.stringify(partnerCenterAnswer([soldSubscription('a')], { totalCount: 2 })),
    'incomplete',
  ],
  ['is empty', fileOf(), 'empty_file'],
  ['is of another kind', JSON.stringify(directoryAnswer([companySubscription('a')])), 'wrong_file'],
  ['has an item that is not understood', fileOf(soldSubscription('a', { status: '?' })), 'bad_items'],
  ['names no known product', fileOf(soldSubscription('a', { offerName: 'Contoso Backup' })), 'shrinks_too_much'],
  ['has no status that says anything', fileOf(soldSubscription('a', { status: 'none' })), 'no_known_states'],
  ['has no item that is a subscription', JSON.stringify({ items: [{ offerName: 'Contoso Backup' }] }), 'wrong_file'],
  [
    'has more subscriptions than there is room for',
    fileOf(...Array.from({ length: MOST_SUBSCRIPTIONS }, (_, at) => soldSubscription(`s-${at}`))),
    'too_many_subscriptions',
  ],
])('stores nothing of a file that %s', async (_, file, code) => {
  const customerId = await freshCustomer('refused');
  await put(customerId, 'alpine', '2026-01-01', line('a'));
  await put(customerId, 'northwind', '2026-01-01', line('n'));
  const before = await listsOf(customerId);
  const answer = await importFile(customerId, file);
  expect([answer.status, answer.errors[0]?.code]).toEqual(['failed', code]);
  expect(await listsOf(customerId)).toEqual(before);
});

test('an empty list is stored where everything is billed by use', async () => {
  const customerId = await freshCustomer('azure-only');
  await put(customerId, 'alpine', '2026-01-01', line('a'));
  const file = fileOf(soldSubscription('c', { unitType: 'Usage-based' }));
  expect((await importFile(customerId, file, { allowShrink: true })).status).toBe('complete');
  expect((await listsOf(customerId)).alpine).toEqual({ day: '2026-03-02', subscriptions: [] });
});
