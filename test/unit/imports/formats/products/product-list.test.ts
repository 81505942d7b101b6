import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { foldName } from '../../../../../lib/catalogue/names/fold-name.ts';
import { productNames } from '../../../../../lib/catalogue/names/product-names.ts';
import { readProductList } from '../../../../../lib/imports/formats/products/product-list.ts';

const names = productNames(bundledCatalogue);
const partNumbers = (text: string) =>
  readProductList(text, names).map(({ name, skus }) => [
    name,
    ...skus.map((sku) => bundledCatalogue.products.get(sku)?.partNumber),
  ]);

test('splits a list on the pluses that have no spaces on both sides', () => {
  expect(
    partNumbers(
      'POWER BI (FREE)+OFFICE 365 E5 WITHOUT AUDIO CONFERENCING+ENTERPRISE MOBILITY + SECURITY E5+VISIO PLAN 2',
    ),
  ).toEqual([
    ['POWER BI (FREE)', 'POWER_BI_STANDARD'],
    ['OFFICE 365 E5 WITHOUT AUDIO CONFERENCING', 'ENTERPRISEPREMIUM_NOPSTNCONF'],
    ['ENTERPRISE MOBILITY + SECURITY E5'],
    ['VISIO PLAN 2', 'VISIOCLIENT'],
  ]);
});

test('does not take a known name for the beginning of a longer, unknown one', () => {
  expect(partNumbers('OFFICE 365 E3 + COMPLIANCE')).toEqual([['OFFICE 365 E3 + COMPLIANCE']]);
  expect(partNumbers('OFFICE 365 E3 DEVELOPER')).toEqual([['OFFICE 365 E3 DEVELOPER']]);
});

test('takes the longest known name where a name contains a bare plus', () => {
  const product = (sku: string, name: string) => ({
    sku,
    name,
    partNumber: sku,
    family: 'x',
    workloads: [],
    offer: 'paid' as const,
  });
  const catalogue = { products: new Map(['A', 'A+B', 'B', 'B+C'].map((name) => [name, product(name, name)])) };
  const list = (text: string) => readProductList(text, productNames(catalogue, [])).map(({ name }) => name);
  expect(list('A+B+C')).toEqual(['A+B', 'C']);
  expect(list('C+B+C')).toEqual(['C', 'B+C']);
});

test('leaves case, runs of spaces and no-break spaces aside, and names what it reads as it is written', () => {
  expect(partNumbers(' Office\u00a0365  e3 +OFFICE 365 E3+Own  thing')).toEqual([
    ['Office 365 e3', 'ENTERPRISEPACK'],
    ['Own thing'],
  ]);
});

test('finds every product that shares a name', () => {
  expect(partNumbers('MICROSOFT 365 BUSINESS BASIC')).toEqual([
    ['MICROSOFT 365 BUSINESS BASIC', 'O365_BUSINESS_ESSENTIALS', 'SMB_BUSINESS_ESSENTIALS'],
  ]);
});

test('takes the names that products are sold under', () => {
  expect(partNumbers('DYNAMICS 365 SALES ENTERPRISE+SHAREPOINT (PLAN 1)')).toEqual([
    ['DYNAMICS 365 SALES ENTERPRISE', 'DYN365_ENTERPRISE_SALES'],
    ['SHAREPOINT (PLAN 1)', 'SHAREPOINTSTANDARD'],
  ]);
});

test('lists a name once, and none for an empty list', () => {
  expect(partNumbers('VISIO PLAN 2+VISIO PLAN 2')).toEqual([['VISIO PLAN 2', 'VISIOCLIENT']]);
  expect(partNumbers('')).toEqual([]);
});

test('reads back every list of the catalogue that is joined by pluses', () => {
  const catalogueNames = [...new Set([...bundledCatalogue.products.values()].map(({ name }) => foldName(name)))];
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...catalogueNames, 'ENTERPRISE MOBILITY + SECURITY E3')), (list) => {
      expect(readProductList(list.join('+'), names).map(({ name }) => name)).toEqual(list);
    }),
  );
});
