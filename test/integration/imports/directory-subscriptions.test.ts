import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { replaceLists, viewLists } from '../../../lib/licensing/seller-lists.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';
import { changeSubscriptions, readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { companySubscription, directoryAnswer } from '../../fixtures/imports/directory-subscriptions.ts';
import { E3, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports, uploadedEvent, withoutMarks } from './imports-under-test.ts';

const KIND = 'graph.directorySubscriptions';
const TENANTS = { alpine: 'a0000000-0000-4000-8000-000000000001', northwind: 'a0000000-0000-4000-8000-000000000002' };

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
  for (const [partnerId, tenant] of Object.entries(TENANTS))
    await changePartner(imports.tables.licensing, partnerId, () => ({
      partnerId,
      name: partnerId,
      tenantIds: [tenant],
      recipients: [],
    }));
});
afterAll(() => imports.stop());

const freshCustomer = async (customerId: string, partners = ['alpine', 'northwind']): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId, partners);
  return customerId;
};
const importFile = async (
  customerId: string,
  items: readonly unknown[],
  more: object = {},
  caller?: Parameters<Imports['hand']>[2],
) =>
  imports.run(await imports.hand({ kind: KIND, customerId, ...more }, JSON.stringify(directoryAnswer(items)), caller));
const listsOf = async (customerId: string) =>
  withoutMarks((await readSubscriptions(imports.tables.licensing, customerId)).lists);

const alpine = (id: string, more: object = {}) => companySubscription(id, { ownerTenantId: TENANTS.alpine, ...more });
const northwind = (id: string, more: object = {}) =>
  companySubscription(id, { ownerTenantId: TENANTS.northwind.toUpperCase(), ...more });
const line = (id: string, more: Partial<Subscription> = {}): Subscription => ({
  id: `commerce-${id}`,
  sku: E3,
  quantity: 10,
  state: 'active',
  isTrial: false,
  renewsOn: '2026-11-01',
  ...more,
});
const derived = (day: string, ...subscriptions: Subscription[]) => ({ day, subscriptions, derived: true });

test('stores the seats of all sellers, and the lists of partners by their tenants', async () => {
  const customerId = await freshCustomer('seats');
  const items = [
    alpine('a'),
    alpine('b', { isTrial: true, totalLicenses: 25 }),
    northwind('c', { status: 'Warning', totalLicenses: 3 }),
    companySubscription('d', { totalLicenses: 7 }),
    companySubscription('e', { ownerTenantId: 'a0000000-0000-4000-8000-000000000009', totalLicenses: 5 }),
  ];
  expect(await importFile(customerId, items)).toMatchObject({
    status: 'complete',
    rows: 5,
    counts: { subscriptions: 5, products: 1 },
    warnings: [],
  });
  expect(withoutMarks(await readSeatTotals(imports.tables.licensing, customerId))).toEqual([
    {
      source: KIND,
      day: '2026-03-02',
      totals: [
        {
          sku: E3,
          active: 22,
          grace: 3,
          graceEndsOn: '2026-11-01',
          trial: 25,
          suspended: 0,
          lockedOut: 0,
          assigned: null,
        },
      ],
    },
  ]);
  const { renewsOn: graceEndsOn, ...rest } = line('c', { state: 'grace', quantity: 3 });
  const inGrace = { ...rest, graceEndsOn };
  const lists = await listsOf(customerId);
  expect(lists).toEqual({
    alpine: derived('2026-03-02', line('a'), line('b', { isTrial: true, quantity: 25 })),
    northwind: derived('2026-03-02', inGrace),
  });
  expect(viewLists({ lists }, 'northwind').subscriptions).toEqual([{ ...inGrace, derived: true }]);
});

test('never replaces a list that was sent; a newer file replaces a derived one, an older one nothing', async () => {
  const customerId = await freshCustomer('precedence');
  const own = { seller: 'northwind', subscription: line('own', { quantity: 4 }) };
  await changeSubscriptions(imports.tables.licensing, customerId, (current) =>
    replaceLists(current, [own], 'northwind', '2026-01-01'),
  );
  await importFile(customerId, [alpine('a'), northwind('n')], { day: '2026-02-20' });
  const sent = { day: '2026-01-01', subscriptions: [own.subscription] };
  expect(await listsOf(customerId)).toEqual({ alpine: derived('2026-02-20', line('a')), northwind: sent });

  await importFile(customerId, [alpine('b'), northwind('n')]);
  const newest = { alpine: derived('2026-03-02', line('b')), northwind: sent };
  expect(await listsOf(customerId)).toEqual(newest);
  expect(await importFile(customerId, [alpine('c')], { day: '2026-03-01' })).toMatchObject({
    status: 'failed',
    errors: [{ code: 'older_than_stored' }],
  });
  expect(await listsOf(customerId)).toEqual(newest);

  await importFile(customerId, [northwind('n')], { allowShrink: true });
  expect(await listsOf(customerId)).toEqual({ alpine: derived('2026-03-02'), northwind: sent });
});

test("a partner's file sets its own list and nobody else's, and only partners of the customer have one", async () => {
  const customerId = await freshCustomer('handed-in-by-a-partner');
  const answer = await importFile(customerId, [alpine('a'), northwind('n')], {}, partnerUser('alpine'));
  expect(answer.status).toBe('complete');
  expect(JSON.stringify(answer)).not.toContain('northwind');
  expect(await listsOf(customerId)).toEqual({ alpine: derived('2026-03-02', line('a')) });

  const unlinked = await freshCustomer('of-one-partner', ['alpine']);
  await importFile(unlinked, [alpine('a'), northwind('n')]);
  expect(Object.keys(await listsOf(unlinked))).toEqual(['alpine']);
});

test('takes no side between two partners who name the same tenant', async () => {
  await changePartner(imports.tables.licensing, 'impostor', () => ({
    partnerId: 'impostor',
    name: 'impostor',
    tenantIds: [TENANTS.alpine],
    recipients: [],
  }));
  const customerId = await freshCustomer('same-tenant', ['alpine', 'impostor', 'northwind']);
  await importFile(customerId, [alpine('a'), northwind('n')], {}, partnerUser('impostor'));
  await importFile(customerId, [alpine('a'), northwind('n')]);
  expect(Object.keys(await listsOf(customerId))).toEqual(['northwind']);
});

test('comes to the same when its message is delivered twice, at once or after a crash', async () => {
  const customerId = await freshCustomer('twice');
  const file = JSON.stringify(directoryAnswer([alpine('a'), northwind('n', { status: 'LockedOut' })]));
  const once = await imports.hand({ kind: KIND, customerId }, file);
  await Promise.all([imports.deliver(uploadedEvent(once)), imports.deliver(uploadedEvent(once))]);
  expect((await imports.progress(once)).status).toBe('complete');
  const stored = [await listsOf(customerId), withoutMarks(await readSeatTotals(imports.tables.licensing, customerId))];

  const crashing = await imports.hand({ kind: KIND, customerId }, file);
  let puts = 0;
  const match = { service: 'dynamodb', operation: 'PutItem', table: 'Licensing' } as const;
  const watch = () =>
    imports.tables.faults.before(match, () => {
      puts += 1;
      if (puts === 1) imports.tables.faults.inject({ ...match, times: 1_000, kind: 'error500' });
      else watch();
    });
  watch();
  expect(await imports.deliver(uploadedEvent(crashing))).toBe(false);
  imports.tables.faults.clear();
  expect((await imports.run(crashing)).status).toBe('complete');
  expect([await listsOf(customerId), withoutMarks(await readSeatTotals(imports.tables.licensing, customerId))]).toEqual(
    stored,
  );
});

test.each<[string, string, string]>([
  ['is cut short', JSON.stringify(directoryAnswer([alpine('a')])).slice(0, -9), 'invalid_json'],
  ['is of another kind', JSON.stringify(skusAnswer([subscribedSku({ skuId: E3 })])), 'wrong_file'],
  ['has an item that is not understood', JSON.stringify(directoryAnswer([alpine('a', { status: '?' })])), 'bad_items'],
])('stores nothing of a file that %s', async (_, file, code) => {
  const customerId = await freshCustomer('refused');
  const answer = await imports.run(await imports.hand({ kind: KIND, customerId }, file));
  expect([answer.status, answer.errors[0]?.code]).toEqual(['failed', code]);
  expect(withoutMarks(await readSeatTotals(imports.tables.licensing, customerId))).toEqual([]);
  expect(await listsOf(customerId)).toEqual({});
});
