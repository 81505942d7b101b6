import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { productLabelled, productLabels } from '../../../../lib/catalogue/names/product-labels.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

test('every product has a label of its own, by which it is found again', () => {
  const labels = productLabels(bundledCatalogue);
  expect(labels.size).toBe(bundledCatalogue.products.size);
  for (const [label, sku] of labels) expect(productLabelled(bundledCatalogue, label)).toBe(sku);
  expect(labels.get('Office 365 E3')).toBe('6fd2c87f-b296-42f0-b197-1e91e994b900');
  expect([...labels.keys()].filter((label) => /^Microsoft 365 Business Basic \([A-Z]/u.test(label))).toEqual([
    'Microsoft 365 Business Basic (O365_BUSINESS_ESSENTIALS)',
    'Microsoft 365 Business Basic (SMB_BUSINESS_ESSENTIALS)',
  ]);
});

test('a product is chosen by its id, part number or another of its names too, and nothing by what is none', () => {
  expect(['e3', ' E3 ', 'office 365  E3'].map((text) => productLabelled(smallCatalogue, text))).toEqual([
    'e3',
    'e3',
    'e3',
  ]);
  expect(productLabelled(bundledCatalogue, 'Dynamics 365 Sales Enterprise')).toBe(
    '1e1a282c-9c54-43a2-9310-98ef728faace',
  );
  expect(productLabelled(smallCatalogue, 'Office 365')).toBeUndefined();
  expect(productLabelled(bundledCatalogue, 'Microsoft 365 Business Basic')).toBeUndefined();
});
