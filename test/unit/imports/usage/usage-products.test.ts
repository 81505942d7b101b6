import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { usageProductFinder } from '../../../../lib/imports/usage/usage-products.ts';
import { BUSINESS_CENTRAL, SALES } from '../../../fixtures/imports/dynamics-usage.ts';

const find = usageProductFinder(bundledCatalogue);
const sku = (productId: string, productName: string) => find({ productId, productName });

test.each([
  [SALES, 'whatever it is called', SALES],
  ['dyn365_enterprise_sales', '', SALES],
  ['', 'DYNAMICS 365  BUSINESS CENTRAL ESSENTIALS', BUSINESS_CENTRAL],
  ['54b84594-0000-0000-0000-000000000000', 'Dynamics 365 Business Central Essentials', BUSINESS_CENTRAL],
])('finds id %j, name %j', (productId, productName, expected) => {
  expect(sku(productId, productName)).toEqual({ sku: expected, free: false });
});

test('says why it finds none', () => {
  expect(sku('54b84594-0000-0000-0000-000000000000', 'Dynamics AX Task')).toEqual({
    sku: undefined,
    reason: 'unknown_product',
  });
  expect(sku('', 'Microsoft 365 Business Basic')).toEqual({ sku: undefined, reason: 'ambiguous_product' });
});

test('knows the free products of the catalogue', () => {
  const free = [...bundledCatalogue.products.values()].find(({ offer }) => offer === 'free');
  expect(sku(free?.sku ?? '', '')).toEqual({ sku: free?.sku, free: true });
});
