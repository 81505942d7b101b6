import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { productNames } from '../../../../../lib/catalogue/names/product-names.ts';
import { productReader, soldNamesakes } from '../../../../../lib/imports/formats/products/product-choice.ts';
import { E3 } from '../../../../fixtures/imports/subscribed-skus.ts';

const names = productNames(bundledCatalogue);
const BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const BASIC_SMB = 'dab7782a-93b1-4074-8bb1-0e61318bea0b';

const list = (sku: string, quantity: number) => ({
  lists: {
    fabrikam: {
      day: '2026-02-01',
      subscriptions: [{ id: 's', sku, quantity, state: 'active' as const, isTrial: false }],
    },
  },
});
const totals = (sku: string, assigned: number) => [
  { day: '2026-02-01', totals: [{ sku, active: 0, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned }] },
];

test('takes the one product of a shared name that the customer has seats of', () => {
  expect(soldNamesakes(names, list(BASIC_SMB, 5), totals(E3, 5))).toEqual([BASIC_SMB]);
  expect(soldNamesakes(names, { lists: {} }, totals(BASIC, 3))).toEqual([BASIC]);
  expect(productReader(names, [BASIC_SMB])('MICROSOFT 365 BUSINESS BASIC+OFFICE 365 E3')).toEqual({
    held: [E3, BASIC_SMB],
    undecided: [],
    ambiguousNames: [],
    unknownNames: [],
    endsUnknown: false,
  });
});

test('does not count a product without seats', () => {
  expect(soldNamesakes(names, list(BASIC_SMB, 0), totals(BASIC, 0))).toEqual([]);
});

test.each([[[]], [[BASIC, BASIC_SMB]]])('leaves a shared name undecided when the customer has seats of %j', (sold) => {
  expect(productReader(names, sold)('MICROSOFT 365 BUSINESS BASIC')).toMatchObject({
    held: [],
    undecided: [BASIC, BASIC_SMB],
    ambiguousNames: ['MICROSOFT 365 BUSINESS BASIC'],
  });
});

test.each([
  ['OFFICE 365 E3', false],
  ['OFFICE 365 E3+', true],
  ['OFFICE 365 E3+POWER B', true],
  ['FLOW FREE+OFFICE 365 E3', false],
  ['', false],
])('tells whether "%s" ends in the middle of a name: %s', (text, endsUnknown) => {
  expect(productReader(names, [])(text).endsUnknown).toBe(endsUnknown);
});
