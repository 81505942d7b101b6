import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuthorizerContext } from '../../../lib/access/caller.ts';
import type { Customer } from '../../../lib/customers/customer.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { readSeatTotals } from '../../../lib/licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const fabrikam = partnerUser('fabrikam');
const TENANT = 'f97aeefc-af85-414d-8ae4-b457f90efc40';
const OTHER_TENANT = '0c5e7a34-7a52-4b0e-9a0b-3f6d1c2b8e71';

const freshCustomer = async (customerId: string, more: Partial<Customer> = {}): Promise<string> => {
  const partners = { fabrikam: { since: '2020-01-01' } };
  await changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    partners,
    ...more,
  }));
  return customerId;
};

const take = async (
  kind: string,
  customerId: string,
  document: object,
  more: object = {},
  caller: AuthorizerContext = operator,
) => imports.run(await imports.hand({ kind, customerId, ...more }, JSON.stringify(document), caller));

const graphUsers = (count: number, domain = 'contoso.com') =>
  usersAnswer(
    Array.from({ length: count }, (_, at) =>
      graphUser(`u${at}`, [assignment()], { userPrincipalName: `u${at}@${domain}` }),
    ),
  );

test('refuses a list of users that would end more than a third of the holdings', async () => {
  const customerId = await freshCustomer('users');
  await take('graph.users', customerId, graphUsers(24));
  const refused = await take('graph.users', customerId, graphUsers(10));
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'shrinks_too_much' }] });
  expect(refused.errors[0]?.message).toContain(
    'names 10 of 24 holders: it would end 14 of the 24 holdings stored. Nothing was stored.',
  );
  const heldByAll = [...(await imports.assignmentsOf(customerId)).values()].filter((one) => E3 in (one as object));
  expect(heldByAll).toHaveLength(24);
  expect(await take('graph.users', customerId, graphUsers(10), { allowShrink: true })).toMatchObject({
    status: 'complete',
  });
});

test('counts users as ended who are listed without what they held', async () => {
  const customerId = await freshCustomer('users-without');
  await take('graph.users', customerId, graphUsers(9));
  const bare = usersAnswer(Array.from({ length: 9 }, (_, at) => graphUser(`u${at}`, [])));
  const { errors } = await take('graph.users', customerId, bare);
  expect(errors[0]?.message).toContain('names 9 of 9 holders: it would end 9 of the 9 holdings stored');
});

test('refuses a list of users of another domain', async () => {
  const customerId = await freshCustomer('users-other', { domain: 'contoso.com' });
  expect(await take('graph.users', customerId, graphUsers(2, 'wingtip.com'))).toMatchObject({
    status: 'failed',
    errors: [{ code: 'other_tenant' }],
  });
  const allowed = { allowOtherTenant: true };
  expect(await take('graph.users', customerId, graphUsers(2, 'wingtip.com'), allowed)).toMatchObject({
    status: 'complete',
  });
});

test('refuses seat totals that would end more than a third of the seats, but not of seats still told of', async () => {
  const customerId = await freshCustomer('seats');
  const both = [subscribedSku({ skuId: E3 }), subscribedSku({ skuId: M365_E5 })];
  await take('graph.subscribedSkus', customerId, skusAnswer(both));
  const refused = await take('graph.subscribedSkus', customerId, skusAnswer(both.slice(0, 1)));
  expect(refused).toMatchObject({
    status: 'failed',
    counts: { storedSeats: 50, keptSeats: 25 },
    errors: [{ code: 'shrinks_too_much' }],
  });
  expect(refused.errors[0]?.message).toContain('names 25 of 50 seats: it would end 25 of the 50 seats stored');
  expect((await readSeatTotals(imports.tables.licensing, customerId))[0]?.totals).toHaveLength(2);

  const suspended = subscribedSku({ skuId: M365_E5, prepaidUnits: { enabled: 0, suspended: 25 } });
  expect(await take('graph.subscribedSkus', customerId, skusAnswer([...both.slice(0, 1), suspended]))).toMatchObject({
    status: 'complete',
  });
  expect(await take('graph.subscribedSkus', customerId, skusAnswer([suspended]), { allowShrink: true })).toMatchObject({
    status: 'complete',
  });
});

test('refuses seat totals of another tenant by its id', async () => {
  const customerId = await freshCustomer('seats-other', { externalIds: { entraTenantId: OTHER_TENANT.toUpperCase() } });
  const answer = skusAnswer([subscribedSku({ skuId: E3 })]);
  const refused = await take('graph.subscribedSkus', customerId, answer);
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'other_tenant' }] });
  expect(refused.errors[0]?.message).toContain(TENANT);
  expect(refused.errors[0]?.message).toContain(OTHER_TENANT);
  await freshCustomer('seats-own', { externalIds: { entraTenantId: TENANT } });
  expect(await take('graph.subscribedSkus', 'seats-own', answer)).toMatchObject({ status: 'complete' });
});

test("refuses a seller's list that would end more than a third of its seats, or of another tenant", async () => {
  const customerId = await freshCustomer('sold', { externalIds: { tenant: TENANT } });
  const kind = 'partnerCenter.subscriptions';
  const list = (ids: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
    partnerCenterAnswer(
      ids.map((id) => soldSubscription(id)),
      more,
    );
  expect(await take(kind, customerId, list(['a', 'b']), {}, fabrikam)).toMatchObject({ status: 'complete' });
  const refused = await take(kind, customerId, list(['a']), {}, fabrikam);
  expect(refused.errors[0]?.message).toContain('names 10 of 20 seats: it would end 10 of the 20 seats stored');
  const { lists } = await readSubscriptions(imports.tables.licensing, customerId);
  expect(lists.fabrikam?.subscriptions).toHaveLength(2);
  const foreign = list(['a', 'b'], { links: { self: { uri: `/customers/${OTHER_TENANT}/subscriptions` } } });
  expect(await take(kind, customerId, foreign, {}, fabrikam)).toMatchObject({ errors: [{ code: 'other_tenant' }] });
  const allowed = { allowShrink: true };
  expect(await take(kind, customerId, list(['a']), allowed, fabrikam)).toMatchObject({ status: 'complete' });
});

test.each(['@odata.nextLink', 'OdataNextLink', '@Odata.NextLink', 'nextLink', 'odata.nextLink'])(
  'refuses a page that leads to the next one by "%s"',
  async (name) => {
    const customerId = await freshCustomer('paged');
    const page = { ...graphUsers(2), [name]: 'https://graph.microsoft.com/v1.0/users?$skiptoken=1' };
    for (const document of [page, [page]]) {
      const refused = await take('graph.users', customerId, document);
      expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'incomplete' }] });
      expect(refused.errors[0]?.message).toContain(`"${name}"`);
    }
    expect(await imports.assignmentsOf(customerId)).toEqual(new Map());
  },
);

test('refuses a first page whose link is gone when it lacks anybody who holds something', async () => {
  const customerId = await freshCustomer('page-sized');
  await take('graph.users', customerId, graphUsers(140));
  const refused = await take('graph.users', customerId, graphUsers(100));
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'shrinks_too_much' }] });
  expect(refused.errors[0]?.message).toContain('names 100 of 140 holders and has exactly 100 items');
  expect(await take('graph.users', customerId, graphUsers(101))).toMatchObject({ status: 'complete' });
  expect(await take('graph.users', customerId, graphUsers(100), { allowShrink: true })).toMatchObject({
    status: 'complete',
  });
});
