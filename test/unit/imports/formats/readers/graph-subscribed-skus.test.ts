import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { parseSubscribedSkus } from '../../../../../lib/imports/formats/readers/graph-subscribed-skus.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../../../fixtures/imports/subscribed-skus.ts';

const parse = (document: unknown) => parseSubscribedSkus(document, bundledCatalogue);

test('reads seats by state, and consumed units as assigned', () => {
  const prepaidUnits = { enabled: 25, warning: 3, suspended: 4, lockedOut: 5 };
  expect(
    parse(skusAnswer([subscribedSku({ skuId: ` ${E3.toUpperCase()}`, prepaidUnits, consumedUnits: 30 })])),
  ).toEqual({
    totals: [{ sku: E3, active: 25, grace: 3, trial: null, suspended: 4, lockedOut: 5, assigned: 30 }],
    unnamed: new Map(),
    found: { rows: 1, counts: { products: 1 }, errors: [], errorCount: 0, warnings: [] },
  });
});

test('reads the bare list too, and units without lockedOut', () => {
  const { prepaidUnits, ...item } = subscribedSku({ skuId: E3 });
  const { lockedOut: _, ...units } = prepaidUnits;
  expect(parse([{ ...item, prepaidUnits: units }]).totals).toMatchObject([{ active: 25, lockedOut: 0 }]);
});

test('skips products of the company as a whole', () => {
  const { totals, found } = parse(
    skusAnswer([subscribedSku({ skuId: E3, appliesTo: 'Company' }), subscribedSku({ skuId: M365_E5 })]),
  );
  expect(totals.map(({ sku }) => sku)).toEqual([M365_E5]);
  expect(found).toMatchObject({ rows: 2, counts: { companyProducts: 1, products: 1 } });
});

test('keeps unknown products out and warns of each with its seats', () => {
  const unknown = subscribedSku({ skuId: 'c793db86-5237-494e-9b11-dcd4877c2c8c', skuPartNumber: 'EMS' });
  const { totals, found } = parse(skusAnswer([unknown, subscribedSku({ skuId: E3 })]));
  expect(totals).toHaveLength(1);
  expect(found.warnings).toEqual([
    {
      code: 'unknown_product',
      message: expect.stringContaining('EMS (c793db86-5237-494e-9b11-dcd4877c2c8c)'),
      count: 25,
    },
  ]);
});

test('gives a deleted product no seats, but keeps who holds it', () => {
  const prepaidUnits = { enabled: 0, suspended: 25 };
  const deleted = subscribedSku({ skuId: E3, capabilityStatus: 'Deleted', prepaidUnits });
  expect(parse(skusAnswer([deleted])).totals).toEqual([
    { sku: E3, active: 0, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 14 },
  ]);
});

test('keeps suspended seats of a suspended product', () => {
  const prepaidUnits = { enabled: 0, suspended: 25 };
  const suspended = subscribedSku({ skuId: E3, capabilityStatus: 'Suspended', prepaidUnits });
  expect(parse(skusAnswer([suspended])).totals).toMatchObject([{ active: 0, suspended: 25, assigned: 14 }]);
});

test('names items that it does not understand, and products that appear twice', () => {
  const { found } = parse(
    skusAnswer([
      { id: 'x', userPrincipalName: 'ada@contoso.com' },
      subscribedSku({ skuId: E3, prepaidUnits: { enabled: -1 } }),
      subscribedSku({ skuId: E3 }),
      subscribedSku({ skuId: E3 }),
    ]),
  );
  expect(found.errorCount).toBe(3);
  expect(found.errors.map(({ code, message }) => [code, message])).toEqual([
    ['bad_item', 'value[0].skuId is missing.'],
    ['bad_item', 'value[1].prepaidUnits.enabled is -1, which is not understood: Too small: expected number to be >=0.'],
    ['duplicate_product', `value[3] is ${E3} for the second time.`],
  ]);
});

test('leaves out, with a warning, what it does not understand of products outside the catalogue', () => {
  const { totals, found } = parse(
    skusAnswer([subscribedSku({ skuId: E3 }), { skuId: 'an-app', prepaidUnits: null }, { skuId: 'another' }]),
  );
  expect(totals).toHaveLength(1);
  expect(found).toMatchObject({ rows: 3, errorCount: 0, warnings: [{ code: 'unknown_product', count: 2 }] });
});

test.each<[string, unknown, string]>([
  [
    'one page of several',
    { ...skusAnswer([subscribedSku({ skuId: E3 })]), '@odata.nextLink': 'https://graph' },
    'incomplete',
  ],
  ['an empty list', skusAnswer([]), 'empty_file'],
  ['another document', { error: { code: 'Unauthorized' } }, 'wrong_file'],
])('refuses %s', (_, document, code) => {
  expect(() => parse(document)).toThrow(expect.objectContaining({ code }));
});
