import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../../../lib/catalogue/names/product-names.ts';
import type { OfferKnowledge } from '../../../../../lib/imports/formats/products/offered-product.ts';
import { parsePartnerCenterSubscriptions } from '../../../../../lib/imports/formats/readers/partner-center-subscriptions.ts';
import { parseDay } from '../../../../../lib/time/day.ts';
import { partnerCenterAnswer, soldSubscription } from '../../../../fixtures/imports/partner-center-subscriptions.ts';
import { E3 } from '../../../../fixtures/imports/subscribed-skus.ts';

const names = productNames(bundledCatalogue);
const BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const BASIC_SMB = 'dab7782a-93b1-4074-8bb1-0e61318bea0b';
const NOTHING_KNOWN: OfferKnowledge = { names, sold: new Set(), before: new Map() };
const parse = (items: readonly unknown[], knowledge: Partial<OfferKnowledge> = {}) =>
  parsePartnerCenterSubscriptions(
    partnerCenterAnswer(items),
    { ...NOTHING_KNOWN, ...knowledge },
    parseDay('2026-03-02'),
  );

test('reads a subscription, its product by the name of the offer', () => {
  expect(parse([soldSubscription('a', { offerName: ' office  365 e3' })])).toEqual({
    subscriptions: [
      { id: 'a', sku: E3, quantity: 10, state: 'active', isTrial: false, renewsOn: '2026-10-31', autoRenew: true },
    ],
    licensed: 1,
    unnamed: new Map(),
    found: { rows: 1, counts: { subscriptions: 1 }, errors: [], errorCount: 0, warnings: [] },
  });
});

test('takes an earlier name of the product', () => {
  expect(parse([soldSubscription('a', { offerName: 'Office 365 Enterprise E3' })]).subscriptions[0]?.sku).toBe(E3);
});

test.each([
  ['active', 'active'],
  ['Active', 'active'],
  ['pending', 'pending'],
  ['suspended', 'suspended'],
  ['expired', 'grace'],
  ['disabled', 'disabled'],
  ['deleted', 'deprovisioned'],
])('takes status %s for %s', (status, state) => {
  expect(parse([soldSubscription('a', { status })]).subscriptions).toMatchObject([{ state }]);
});

test('leaves out what has no status, and warns of its seats', () => {
  const { subscriptions, found } = parse([soldSubscription('a'), soldSubscription('b', { status: 'none' })]);
  expect(subscriptions.map(({ id }) => id)).toEqual(['a']);
  expect(found.warnings).toEqual([{ code: 'no_status', message: expect.stringContaining('(b)'), count: 10 }]);
});

test.each<[Readonly<Record<string, unknown>>, 'usageBased' | 'benefits']>([
  [{ unitType: 'Usage-based', quantity: 0.5 }, 'usageBased'],
  [{ unitType: 'none', billingType: 'usage' }, 'usageBased'],
  [{ unitType: 'Benefit', billingType: 'none' }, 'benefits'],
])('skips and counts what is billed by %j', (more, counted) => {
  const { subscriptions, licensed, found } = parse([soldSubscription('a', more), soldSubscription('b')]);
  expect(subscriptions.map(({ id }) => id)).toEqual(['b']);
  expect({ licensed, counts: found.counts, errors: found.errorCount }).toEqual({
    licensed: 1,
    counts: { [counted]: 1, subscriptions: 1 },
    errors: 0,
  });
});

test('takes the answers of earlier years, which have neither a unit nor a trial', () => {
  const old = soldSubscription('a', { unitType: 'none', billingType: 'none', isTrial: undefined });
  expect(parse([old]).subscriptions).toMatchObject([{ id: 'a', quantity: 10, isTrial: false }]);
});

test('keeps trials as such, and no renewal in the far future', () => {
  const trial = soldSubscription('a', { isTrial: true, commitmentEndDate: '9999-12-14T00:00:00Z' });
  expect(parse([trial]).subscriptions).toEqual([
    { id: 'a', sku: E3, quantity: 10, state: 'active', isTrial: true, autoRenew: true },
  ]);
  const later = soldSubscription('a', { commitmentEndDate: null, commitmentEndDateTime: '2026-10-31T23:59:59Z' });
  expect(parse([later]).subscriptions[0]?.renewsOn).toBe('2026-10-31');
});

test.each([
  [
    { termDuration: 'P1M', autoRenewEnabled: true },
    { term: 'P1M', autoRenew: true },
  ],
  [
    { termDuration: 'P1Y', autoRenewEnabled: false },
    { term: 'P1Y', autoRenew: false },
  ],
  [{ termDuration: 'P3Y', autoRenewEnabled: null }, { term: 'P3Y' }],
  [{ termDuration: 'P5Y', autoRenewEnabled: 'yes' }, {}],
  [{ termDuration: null, autoRenewEnabled: undefined }, {}],
])('of %j it tells %j, and nothing that the file does not', (more, told) => {
  const [line] = parse([soldSubscription('a', more)]).subscriptions;
  const { term, autoRenew } = line ?? {};
  expect(JSON.parse(JSON.stringify({ term, autoRenew }))).toEqual(told);
});

test('keeps unknown products out and warns of each name with its seats', () => {
  const { subscriptions, licensed, found } = parse([
    soldSubscription('a'),
    soldSubscription('b', { offerName: 'Contoso Backup', quantity: 3 }),
    soldSubscription('c', { offerName: 'Contoso Backup', quantity: 4 }),
    soldSubscription('d', { offerName: undefined, quantity: 5 }),
  ]);
  expect([subscriptions.length, licensed]).toEqual([1, 4]);
  expect(found.warnings).toEqual([
    {
      code: 'unknown_product',
      message: '"Contoso Backup" is not in the catalogue: its seats, counted here, are left out.',
      count: 7,
    },
    {
      code: 'unknown_product',
      message: 'd ("nickname") has no offerName: its seats, counted here, are left out.',
      count: 5,
    },
  ]);
});

test.each<[string, Partial<OfferKnowledge>, string | undefined]>([
  ['nothing', {}, undefined],
  ['that the customer has seats of one of them', { sold: new Set([BASIC_SMB]) }, BASIC_SMB],
  ['that the customer has seats of both', { sold: new Set([BASIC, BASIC_SMB]) }, undefined],
  ['which one this subscription was of', { sold: new Set([BASIC]), before: new Map([['a', BASIC_SMB]]) }, BASIC_SMB],
  ['that this subscription was of another product', { before: new Map([['a', E3]]) }, undefined],
])('of a name of two products, knowing %s, takes %s', (_, knowledge, sku) => {
  const { subscriptions, found } = parse(
    [soldSubscription('a', { offerName: 'Microsoft 365 Business Basic' })],
    knowledge,
  );
  expect(subscriptions.map((one) => one.sku)).toEqual(sku === undefined ? [] : [sku]);
  expect(found.warnings.map(({ code, count }) => [code, count])).toEqual(
    sku === undefined ? [['ambiguous_product', 10]] : [],
  );
});

test('leaves out, with a warning, what it does not understand of offers outside the catalogue', () => {
  const app = { offerName: 'Contoso Backup', quantity: null, status: 'subscribed' };
  const { subscriptions, found } = parse([
    soldSubscription('a'),
    soldSubscription('b', app),
    soldSubscription('c', app),
  ]);
  expect(subscriptions.map(({ id }) => id)).toEqual(['a']);
  expect(found).toMatchObject({ rows: 3, errorCount: 0, warnings: [{ code: 'unknown_product', count: 2 }] });
});

test('names items that it does not understand, and subscriptions that appear twice', () => {
  const { found } = parse([
    soldSubscription('a', { status: 'gone' }),
    soldSubscription('b', { quantity: -1 }),
    soldSubscription('c', { commitmentEndDate: 'never' }),
    soldSubscription('Ü'),
    soldSubscription('d'),
    soldSubscription('d'),
  ]);
  expect(found.errors.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
    ['bad_item', 'items[0].status is not understood'],
    ['bad_item', 'items[1].quantity is -1, which is not understood'],
    ['bad_item', 'items[2].commitmentEndDate is not understood'],
    ['bad_item', 'items[3].id is "Ü", which is not understood'],
    ['duplicate_subscription', 'items[5] is d for the second time.'],
  ]);
});
