import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledCatalogue, bundledEntries } from '../../../lib/catalogue/bundled-catalogue.ts';
import { catalogueOf, entriesOf, layOver, NO_ENTRIES, type ProductEntry } from '../../../lib/catalogue/entries.ts';
import { figureOf, findProduct, OFFERS, type Workload } from '../../../lib/catalogue/product.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

const workload = (id: string, more: Partial<Workload> = {}): Workload => ({
  id,
  family: 'office365',
  excluded: false,
  ...more,
});
const product = (more: Partial<ProductEntry> = {}): ProductEntry => ({
  sku: 'shield',
  name: 'Mail Shield',
  family: 'securityservices',
  contains: [],
  offer: 'paid',
  ...more,
});
const ofOperator = (products: readonly ProductEntry[], workloads: readonly Workload[] = []) =>
  catalogueOf(layOver(bundledEntries, entriesOf(products, workloads)));

const someWorkloads = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    family: fc.constantFrom('x', 'y'),
    countsAs: fc.constantFrom(undefined, 'a', 'b'),
    excluded: fc.boolean(),
  }),
  { selector: ({ id }) => id },
);
const someProducts = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('p', 'q', 'r'),
    partNumber: fc.constantFrom(undefined, 'P1', 'Q1'),
    name: fc.string(),
    family: fc.constantFrom('x', 'y'),
    contains: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
    offer: fc.constantFrom(...OFFERS),
  }),
  { selector: ({ sku }) => sku },
);

test('aliases make another version', () => {
  // Days before and after a release that changes it cannot be compared: this is to be a decision, and in the changelog.
  expect(bundledCatalogue.version).toBe('ab1a60051e7a');
  const aliased = (...names: string[]) => catalogueOf({ ...bundledEntries, aliases: new Map([[E3, names]]) });
  expect(aliased('Our E3').products.get(E3)?.aliases).toEqual(['Our E3']);
  expect(aliased('Our E3').version).not.toBe(bundledCatalogue.version);
  expect(aliased('Our E3', 'E3').version).toBe(aliased('E3', 'Our E3').version);
});

test('marked workloads make another version, and are those whose figures they join', () => {
  const marked = (...mainWorkloads: string[]) =>
    catalogueOf({
      ...bundledEntries,
      products: new Map([
        [
          'own',
          {
            ...{ sku: 'own', name: 'Own', family: 'office365', offer: 'paid' as const, mainWorkloads },
            contains: ['onedrive', 'yammer', 'skypeforbusiness'],
          },
        ],
      ]),
    });
  expect(marked('onedrive').products.get('own')).toMatchObject({
    workloads: ['sharepoint', 'yammer'],
    mainWorkloads: ['sharepoint'],
  });
  expect(marked('onedrive').version).not.toBe(marked('yammer').version);
  // Of a retired workload nothing is measured, so that its mark would silence the product for good.
  expect(marked('skypeforbusiness').products.get('own')?.mainWorkloads).toBeUndefined();
  expect(marked('skypeforbusiness').version).toBe(marked().version);
});

test('the version does not depend on the order of anything', () => {
  const shuffled = fc
    .tuple(someProducts, someWorkloads)
    .chain(([products, workloads]) =>
      fc.tuple(
        fc.constant(entriesOf(products, workloads)),
        fc.shuffledSubarray(products, { minLength: products.length }),
        fc.shuffledSubarray(workloads, { minLength: workloads.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([entries, products, workloads]) => {
      const turned = products.map(({ contains, ...rest }) => ({ contains: contains.toReversed(), ...rest }));
      expect(catalogueOf(entriesOf(turned, workloads)).version).toBe(catalogueOf(entries).version);
    }),
  );
});

test('catalogues have the same version only if they have the same content', () => {
  const plain = (entries: ReturnType<typeof entriesOf>) => {
    const { products, workloads } = catalogueOf(entries);
    const sorted = [...products.values()].map((one) => ({ ...one, workloads: [...one.workloads].sort() }));
    return { products: new Map(sorted.map((one) => [one.sku, one])), workloads };
  };
  fc.assert(
    fc.property(someProducts, someWorkloads, someProducts, someWorkloads, (products, workloads, others, more) => {
      const [one, two] = [entriesOf(products, workloads), entriesOf(others, more)];
      const isSame = catalogueOf(one).version === catalogueOf(two).version;
      if (isSame) expect(plain(one)).toEqual(plain(two));
      else expect(plain(one)).not.toEqual(plain(two));
    }),
  );
});

test('without entries of the operator the catalogue is the bundled one', () => {
  expect(catalogueOf(layOver(bundledEntries, NO_ENTRIES))).toEqual(bundledCatalogue);
  expect(bundledCatalogue.products.size).toBe(130);
});

test('every workload of a product has a figure of its own', () => {
  fc.assert(
    fc.property(someProducts, someWorkloads, (products, workloads) => {
      const catalogue = ofOperator(products, workloads);
      for (const { workloads: contained } of catalogue.products.values()) {
        expect(new Set(contained).size).toBe(contained.length);
        for (const id of contained) expect(catalogue.workloads.get(id)?.excluded).toBe(false);
      }
    }),
  );
});

test('a product with OneDrive alone contains SharePoint, and one with both contains it once', () => {
  const { products } = ofOperator([
    product({ sku: 'drive', contains: ['onedrive'] }),
    product({ sku: 'both', contains: ['onedrive', 'sharepoint', 'skypeforbusiness'] }),
  ]);
  expect(products.get('drive')?.workloads).toEqual(['sharepoint']);
  expect(products.get('both')?.workloads).toEqual(['sharepoint']);
});

test('an excluded workload is in no figure, not even in that of the one it counts as', () => {
  const drive = product({ contains: ['onedrive'] });
  const excluded = ofOperator([drive], [workload('onedrive', { countsAs: 'sharepoint', excluded: true })]);
  expect(figureOf(excluded, 'onedrive')).toBeUndefined();
  expect(excluded.products.get('shield')?.workloads).toEqual([]);
  const target = ofOperator([drive], [workload('sharepoint', { excluded: true })]);
  expect(figureOf(target, 'onedrive')).toBeUndefined();
});

test('the operator brings a retired workload back to the products that contain it', () => {
  expect(bundledCatalogue.products.get(E3)?.workloads).not.toContain('skypeforbusiness');
  const { products } = ofOperator([], [workload('skypeforbusiness')]);
  expect(products.get(E3)?.workloads).toContain('skypeforbusiness');
});

test('a product of the operator replaces the bundled one of its id, whose part number it keeps unless it has its own', () => {
  const entry = product({ sku: E3, contains: ['teams'], offer: 'excluded' });
  const { products } = ofOperator([entry]);
  expect(products.size).toBe(130);
  expect(products.get(E3)).toEqual({
    sku: E3,
    partNumber: 'ENTERPRISEPACK',
    name: 'Mail Shield',
    family: 'securityservices',
    workloads: ['teams'],
    offer: 'excluded',
  });
  expect(ofOperator([{ ...entry, partNumber: 'E-3' }]).products.get(E3)?.partNumber).toBe('E-3');
});

test('a product without a part number is named by its id', () => {
  expect(ofOperator([product()]).products.get('shield')?.partNumber).toBe('shield');
});

test('a product is found by its id or part number in any case, and not by one that several share', () => {
  const catalogue = ofOperator([
    product({ sku: 'one', partNumber: 'Shared Part' }),
    product({ sku: 'two', partNumber: 'SHARED  PART' }),
    product({ sku: 'three', partNumber: 'THREE-1' }),
  ]);
  const found = ['ONE', ' three-1 ', E3.toUpperCase(), 'enterprisepack', 'shared part', 'four', ''];
  expect(found.map((text) => findProduct(catalogue, text)?.sku)).toEqual(['one', 'three', E3, E3, ...Array(3)]);
});

test('groups make another version, whatever the order of their products, and one without products is none', () => {
  const grouped = (...products: string[]) =>
    catalogueOf({ ...bundledEntries, groups: new Map([['mine', { id: 'mine', name: 'Mine', products }]]) });
  const none = catalogueOf({ ...bundledEntries, groups: new Map() });
  expect(grouped('a', 'b').version).not.toBe(none.version);
  expect(grouped('a', 'b').version).toBe(grouped('b', 'a').version);
  expect(grouped().version).toBe(none.version);
  expect([...grouped().groups]).toEqual([]);
});
