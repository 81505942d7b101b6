import { expect, test } from 'vitest';
import type { Subscription } from '../../../lib/licensing/subscription.ts';
import { subscriptionsByPartner } from '../../../lib/licensing/tenant-sellers.ts';

const line = (id: string, quantity = 1): Subscription => ({ id, sku: 'e3', quantity, state: 'active', isTrial: false });
const byOwner = new Map([
  ['t1', [line('a'), line('b')]],
  ['t2', [line('c'), line('a', 9)]],
  ['t3', [line('d')]],
]);
const partner = (partnerId: string, ...tenantIds: string[]) => ({ partnerId, tenantIds });

test('gives every partner what its own tenants created', () => {
  expect(subscriptionsByPartner([partner('alpine', 'T1', 't2', 't2'), partner('northwind', 't9')], byOwner)).toEqual(
    new Map([
      ['alpine', [line('a'), line('b'), line('c')]],
      ['northwind', []],
    ]),
  );
});

test('gives nobody what a tenant of several partners created', () => {
  const partners = [partner('alpine', 't1', 't3'), partner('northwind', 't1'), partner('tailspin')];
  expect(subscriptionsByPartner(partners, byOwner)).toEqual(new Map([['alpine', [line('d')]]]));
});
