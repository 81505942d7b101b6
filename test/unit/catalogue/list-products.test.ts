import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { listProducts } from '../../../lib/catalogue/list-products.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';

test('products come by name', () => {
  const { products, next } = listProducts(smallCatalogue, {}, 10);
  expect(products.map(({ sku }) => sku)).toEqual(['sales', 'mail', 'e1', 'e3', 'free', 'explore']);
  expect(next).toBeUndefined();
});

test.each([
  [{ family: 'dynamics365' }, ['sales']],
  [{ search: ' OFFICE ' }, ['e1', 'e3']],
  [{ search: 'e3' }, ['e3']],
  [{ family: 'dynamics365', search: 'office' }, []],
])('%j selects %j', (selection, skus) => {
  expect(listProducts(smallCatalogue, selection, 10).products.map(({ sku }) => sku)).toEqual(skus);
});

test('the pages of any size are the whole list, each product once, though names repeat', () => {
  const selections = fc.constantFrom({}, { family: 'office365' }, { search: 'business' });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 130 }), selections, (limit, selection) => {
      const listed: string[] = [];
      let place: Parameters<typeof listProducts>[1] | undefined = selection;
      while (place) {
        const { products, next } = listProducts(bundledCatalogue, place, limit);
        expect(products.length).toBeGreaterThan(0);
        listed.push(...products.map(({ sku }) => sku));
        place = next;
      }
      expect(listed).toEqual(listProducts(bundledCatalogue, selection, 1000).products.map(({ sku }) => sku));
    }),
    { numRuns: 30 },
  );
});
