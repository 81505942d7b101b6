import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { parseDirectorySubscriptions } from '../../../../../lib/imports/formats/readers/graph-directory-subscriptions.ts';
import { parseDay } from '../../../../../lib/time/day.ts';
import { companySubscription, directoryAnswer } from '../../../../fixtures/imports/directory-subscriptions.ts';
import { E3, M365_E5 } from '../../../../fixtures/imports/subscribed-skus.ts';

const TENANT = 'e41b6f0a-8c3d-4a57-b2f9-6d0c1e5a7b38';
const parse = (...items: unknown[]) =>
  parseDirectorySubscriptions(directoryAnswer(items), bundledCatalogue, parseDay('2026-03-02'));
const none = { sku: E3, active: 0, grace: 0, trial: 0, suspended: 0, lockedOut: 0, assigned: null };

test.each<[string, object, object]>([
  ['Enabled', {}, { active: 10 }],
  ['enabled', {}, { active: 10 }],
  ['Warning', {}, { grace: 10, graceEndsOn: '2026-11-01' }],
  ['Warning', { nextLifecycleDateTime: null }, { grace: 10 }],
  ['Suspended', {}, { suspended: 10 }],
  ['LockedOut', {}, { lockedOut: 10 }],
  ['Deleted', {}, {}],
  ['Enabled', { isTrial: true }, { trial: 10 }],
  ['Warning', { isTrial: true }, { trial: 10 }],
  ['Suspended', { isTrial: true }, {}],
  ['LockedOut', { isTrial: true }, {}],
  ['Deleted', { isTrial: true }, {}],
])('counts seats in status %s %j as %j', (status, more, seats) => {
  expect(parse(companySubscription('a', { status, ...more })).totals).toEqual([{ ...none, ...seats }]);
});

test('sums the subscriptions of a product, whatever the case of its GUID', () => {
  const { totals, found } = parse(
    companySubscription('a'),
    companySubscription('b', { skuId: ` ${E3.toUpperCase()}`, totalLicenses: 5 }),
    companySubscription('c', { status: 'Warning', totalLicenses: 3 }),
    companySubscription('d', { isTrial: true, totalLicenses: 25 }),
    companySubscription('e', { skuId: M365_E5, skuPartNumber: 'SPE_E5', totalLicenses: 1 }),
  );
  expect(totals).toEqual([
    { ...none, active: 15, grace: 3, trial: 25, graceEndsOn: '2026-11-01' },
    { ...none, sku: M365_E5, active: 1 },
  ]);
  expect(found).toEqual({
    rows: 5,
    counts: { subscriptions: 5, products: 2 },
    errors: [],
    errorCount: 0,
    warnings: [],
  });
});

test('grace of a product ends on the first day on which seats of it stop working', () => {
  const ends = (id: string, day: string, more: object = {}) =>
    companySubscription(id, { status: 'Warning', nextLifecycleDateTime: `${day}T00:00:00Z`, ...more });
  const { totals } = parse(
    ends('a', '2026-04-09'),
    ends('b', '2026-03-20'),
    ends('c', '2026-03-10', { isTrial: true }),
    ends('d', '2026-03-11', { status: 'Enabled' }),
  );
  expect(totals).toMatchObject([{ grace: 20, active: 10, graceEndsOn: '2026-03-20' }]);
});

test('keeps unknown products out and warns of each with its enabled seats', () => {
  const unknown = { skuId: 'c793db86-5237-494e-9b11-dcd4877c2c8c', skuPartNumber: 'EMS', ownerTenantId: TENANT };
  const { totals, byOwner, found } = parse(
    companySubscription('a', { ...unknown, totalLicenses: 7 }),
    companySubscription('b', { ...unknown, status: 'Suspended', totalLicenses: 9 }),
    companySubscription('c'),
  );
  expect(totals).toHaveLength(1);
  expect(byOwner).toEqual(new Map());
  expect(found.warnings).toEqual([
    {
      code: 'unknown_product',
      message: expect.stringContaining('EMS (c793db86-5237-494e-9b11-dcd4877c2c8c)'),
      count: 7,
    },
  ]);
});

test("lists what each tenant created, by the seller's id, with states and the next renewal", () => {
  const own = { ownerTenantId: TENANT.toUpperCase() };
  const { byOwner } = parse(
    companySubscription('a', own),
    companySubscription('b', { ...own, status: 'Warning', isTrial: true, commerceSubscriptionId: null }),
    companySubscription('c', { ...own, status: 'LockedOut', commerceSubscriptionId: '' }),
    companySubscription('d', { ...own, status: 'Suspended', commerceSubscriptionId: 'commerce-a' }),
    companySubscription('e', { ...own, nextLifecycleDateTime: '9999-12-31T23:59:59.9999999Z' }),
    companySubscription('f', { ...own, status: 'Deleted' }),
    companySubscription('g', { ownerTenantId: '0c5e7a34-7a52-4b0e-9a0b-3f6d1c2b8e71', status: 'Deleted' }),
    companySubscription('h', { ownerTenantId: '' }),
  );
  const line = { sku: E3, quantity: 10, isTrial: false };
  expect(byOwner).toEqual(
    new Map([
      [
        TENANT,
        [
          { ...line, id: 'commerce-a', state: 'active', renewsOn: '2026-11-01' },
          { ...line, id: 'b', state: 'grace', isTrial: true, graceEndsOn: '2026-11-01' },
          { ...line, id: 'c', state: 'cancelled' },
          { ...line, id: 'd', state: 'suspended' },
          { ...line, id: 'commerce-e', state: 'active' },
        ],
      ],
      ['0c5e7a34-7a52-4b0e-9a0b-3f6d1c2b8e71', []],
    ]),
  );
});

test('leaves out, with a warning, what it does not understand of products outside the catalogue', () => {
  const app = { skuId: 'an-app', status: 'Subscribed' };
  const { found } = parse(companySubscription('a'), companySubscription('b', app), companySubscription('c', app));
  expect(found).toMatchObject({ rows: 3, errorCount: 0, warnings: [{ code: 'unknown_product', count: 2 }] });
});

test('names items that it does not understand, and subscriptions that appear twice', () => {
  const { found } = parse(
    companySubscription('a', { status: 'Paused' }),
    companySubscription('b', { isTrial: undefined }),
    companySubscription('c', { totalLicenses: -1 }),
    companySubscription('d', { nextLifecycleDateTime: 'soon' }),
    companySubscription('e'),
    companySubscription('e'),
  );
  expect(found.errorCount).toBe(5);
  expect(found.errors.map(({ code, message }) => [code, message.slice(0, 48)])).toEqual([
    ['bad_item', 'value[0].status is not understood: "Paused" is n'],
    ['bad_item', 'value[1].isTrial is missing.'],
    ['bad_item', 'value[2].totalLicenses is -1, which is not under'],
    ['bad_item', 'value[3].nextLifecycleDateTime is not understood'],
    ['duplicate_subscription', 'value[5] is e for the second time.'],
  ]);
  expect(found.errors[0]?.message).toContain('is none of Enabled, Warning, Suspended, LockedOut, Deleted');
});

test.each<[string, unknown, string]>([
  ['one page of several', { ...directoryAnswer([companySubscription('a')]), '@odata.nextLink': 'x' }, 'incomplete'],
  ['an empty list', directoryAnswer([]), 'empty_file'],
  ['another document', { error: { code: 'Unauthorized' } }, 'wrong_file'],
])('refuses %s', (_, document, code) => {
  expect(() => parseDirectorySubscriptions(document, bundledCatalogue, 0)).toThrow(expect.objectContaining({ code }));
});
