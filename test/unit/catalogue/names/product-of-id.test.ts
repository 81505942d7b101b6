import { expect, test } from 'vitest';
import { productOfId } from '../../../../lib/catalogue/names/product-of-id.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

test('finds a product by its id, or by an alias for the id or the part number of a file', () => {
  const aliased = [...smallCatalogue.products.values()].map((one) =>
    one.sku === 'e3' ? { ...one, aliases: ['guid-of-a-file', 'PART_OF_A_FILE'] } : one,
  );
  const find = productOfId({ products: new Map(aliased.map((one) => [one.sku, one])) });
  const found = [find('e3'), find('GUID-of-a-file'), find('x', 'part_of_a_file'), find('e1', 'PART_OF_A_FILE')];
  expect(found.map((product) => product?.sku)).toEqual(['e3', 'e3', 'e3', 'e1']);
  // Names and part numbers of the catalogue's own are no ids of a file.
  expect([find('x'), find('x', 'E3'), find('Office 365 E3')]).toEqual([undefined, undefined, undefined]);
});
