import { beforeAll, expect } from 'vitest';
import { givenAssignments, givenCustomer, givenPartner, givenProduct, givenSeats, unique } from '../steps/given.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, recalculate } from '../steps/when.ts';

const test = needsLocalRuntime(
  'it enters products into the catalogue, which all customers of a stage share and which no call takes out again.',
);

let token: string;
let customerId: string;
let sku: string;
let version: string;

beforeAll(async () => {
  const partner = await givenPartner();
  token = partner.token;
  customerId = await givenCustomer([partner.partnerId]);
  sku = unique('shield');
  version = await givenProduct(sku, {
    name: 'Mail Shield',
    family: 'securityservices',
    workloads: ['mailshield', { id: 'quarantine', countsAs: 'mailshield' }],
  });
  await givenSeats(token, customerId, { [sku]: 4 });
  await givenAssignments(token, customerId, sku, ['ada', 'bob', 'cid'], '2026-01-15');
  const event = (userId: string, workload: string) => {
    return { customerId, userId, workload, occurredAt: '2026-03-08T08:00:00Z' };
  };
  const events = [event('ada', 'mailshield'), event('ada', 'quarantine'), event('bob', 'quarantine')];
  const answer = await call('POST /v1/activity', { token, body: { events } });
  expect(answer).toMatchObject({ status: 200, body: { accepted: 3, rejected: [] } });
  await recalculate(token, customerId);
});

test('a family that one call registered has its figures', async () => {
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
  expect(body).toMatchObject({
    catalogVersion: version,
    deployment: { products: [{ sku, name: 'Mail Shield', family: 'securityservices', sold: 4, assigned: 3 }] },
    usage: {
      families: [{ family: 'securityservices', activePeople: 2 }],
      workloads: [{ family: 'securityservices', workload: 'mailshield', qualified: 4, active: 2, usagePercent: 50 }],
    },
  });
});

test('a partner sees the product in the list and cannot change it', async () => {
  const { body } = await call(`GET /v1/products?search=${sku}`, { token });
  expect(body).toMatchObject({ version, products: [{ sku, offer: 'paid', workloads: ['mailshield'] }] });
  const change = { name: 'Mine', family: 'securityservices', workloads: [] };
  expect(await call(`PUT /v1/products/${sku}`, { token, body: change })).toMatchObject({
    status: 403,
    body: { code: 'missing_scope' },
  });
});

test('a product that is excluded leaves the figures with the next recalculation', async () => {
  const excluded = { name: 'Mail Shield', family: 'securityservices', workloads: ['mailshield'], excluded: true };
  const without = await givenProduct(sku, excluded);
  await recalculate(token, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
  expect(body).toMatchObject({
    catalogVersion: without,
    deployment: { products: [] },
    usage: { workloads: [{ workload: 'mailshield', qualified: 0, active: 0, activeOnFree: 2 }] },
  });
});
