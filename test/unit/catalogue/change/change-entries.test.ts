import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bundledEntries } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { type ProductChange, withProduct, withWorkload } from '../../../../lib/catalogue/change/change-entries.ts';
import { type CatalogueEntries, entriesOf, layOver, NO_ENTRIES } from '../../../../lib/catalogue/entries.ts';
import type { Workload } from '../../../../lib/catalogue/product.ts';
import { Problem } from '../../../../lib/problem/problem.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

const workload = (id: string, more: Partial<Workload> = {}): Workload => ({
  id,
  family: 'office365',
  excluded: false,
  ...more,
});
const product = (more: Partial<ProductChange> = {}): ProductChange => ({
  sku: 'shield',
  name: 'Mail Shield',
  family: 'securityservices',
  workloads: [],
  offer: 'paid',
  ...more,
});
const enter = (change: ProductChange, own: CatalogueEntries = NO_ENTRIES) => withProduct(bundledEntries, own, change);
const set = (one: Workload, own: CatalogueEntries = NO_ENTRIES) => withWorkload(bundledEntries, own, one);

const refusal = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Problem) return `${error.status} ${error.code}: ${error.message}`;
    throw error;
  }
  return 'taken';
};

test('a product brings its unknown workloads with it, at home in its family', () => {
  const own = enter(product({ workloads: [{ id: 'mailshield' }, { id: 'exchange' }, { id: 'logs', excluded: true }] }));
  expect([...own.workloads.values()]).toEqual([
    { id: 'mailshield', family: 'securityservices', excluded: false },
    { id: 'logs', family: 'securityservices', excluded: true },
  ]);
  expect(own.products.get('shield')?.contains).toEqual(['mailshield', 'exchange', 'logs']);
});

test('a workload that is known stays as it is unless something is said of it, and stays in its family', () => {
  const own = enter(product({ workloads: [{ id: 'onedrive' }, { id: 'yammer', countsAs: 'teams' }] }));
  expect([...own.workloads.values()]).toEqual([
    { id: 'yammer', family: 'office365', countsAs: 'teams', excluded: false },
  ]);
  const back = enter(product({ workloads: [{ id: 'onedrive', excluded: false }] }));
  expect(back.workloads.get('onedrive')).toEqual({ id: 'onedrive', family: 'office365', excluded: false });
});

test('two workloads that come with one product may count as one', () => {
  const own = enter(product({ workloads: [{ id: 'scans', countsAs: 'mailshield' }, { id: 'mailshield' }] }));
  expect(own.workloads.get('scans')?.countsAs).toBe('mailshield');
});

test.each([
  [workload('chess', { countsAs: 'checkers' }), /^400 unknown_workload: "chess" cannot count as "checkers"/u],
  [workload('chess', { countsAs: 'chess' }), /^400 counts_as_itself: "chess"/u],
  [workload('chess', { countsAs: 'onedrive' }), /^409 counts_as_chain: .*"sharepoint"\. Nothing was stored\.$/u],
  [workload('sharepoint', { countsAs: 'teams' }), /^409 counts_as_chain: .*"onedrive" counts as "sharepoint"/u],
  [workload('sharepoint', { countsAs: 'onedrive' }), /^409 counts_as_chain: .*PUT \/v1\/workloads\/onedrive/u],
])('refuses %j', (one, expected) => {
  expect(refusal(() => set(one))).toMatch(expected);
  const inProduct = product({ workloads: [{ id: one.id, countsAs: one.countsAs }] });
  expect(refusal(() => enter(inProduct))).toMatch(expected);
});

test('refuses a chain within one product', () => {
  const workloads = [{ id: 'a', countsAs: 'b' }, { id: 'b', countsAs: 'c' }, { id: 'c' }];
  expect(refusal(() => enter(product({ workloads })))).toMatch(/^409 counts_as_chain/u);
});

test('a workload that others count as can be excluded, and can be freed by letting those go', () => {
  expect(refusal(() => set(workload('sharepoint', { excluded: true })))).toBe('taken');
  const freed = set(workload('onedrive'));
  expect(refusal(() => set(workload('sharepoint', { countsAs: 'teams' }), freed))).toBe('taken');
});

test('whatever is taken in whatever order, counting as another goes one level to a workload that is known', () => {
  const ids = ['a', 'b', 'c', 'onedrive', 'sharepoint'] as const;
  const countsAs = fc.constantFrom(undefined, ...ids);
  const change = fc.oneof(
    fc.record({ id: fc.constantFrom(...ids), countsAs }),
    fc.uniqueArray(fc.record({ id: fc.constantFrom(...ids), countsAs }), { selector: ({ id }) => id }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let own = NO_ENTRIES;
      for (const one of changes) {
        const before = structuredClone(own);
        const attempt = () =>
          Array.isArray(one) ? enter(product({ workloads: one }), own) : set(workload(one.id, one), own);
        try {
          own = attempt();
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect(own).toEqual(before);
        }
      }
      const { workloads } = layOver(bundledEntries, own);
      for (const { countsAs: target } of workloads.values())
        if (target !== undefined)
          expect([workloads.has(target), workloads.get(target)?.countsAs]).toEqual([true, undefined]);
    }),
  );
});

test.each([
  [
    product({ partNumber: 'enterprisePack ' }),
    'another product’s part number',
    /^409 part_number_taken: "enterprisepack"/u,
  ],
  [product({ partNumber: E3.toUpperCase() }), 'another product’s id', /^409 part_number_taken/u],
  [
    product({ sku: 'enterprisepack' }),
    'an id that is a part number',
    /^409 part_number_taken: .*Change that one by its id/u,
  ],
])('refuses %j, which names %s', (change, _, expected) => {
  expect(refusal(() => enter(change))).toMatch(expected);
});

test('a product keeps its own part number, and replaces only itself', () => {
  const own = enter(product({ partNumber: 'SHIELD-1' }));
  const again = enter(product({ partNumber: 'SHIELD-1', name: 'Shield 2' }), own);
  expect([...again.products.values()]).toEqual([
    {
      sku: 'shield',
      partNumber: 'SHIELD-1',
      name: 'Shield 2',
      family: 'securityservices',
      contains: [],
      offer: 'paid',
    },
  ]);
  expect(refusal(() => enter(product({ sku: E3, partNumber: 'ENTERPRISEPACK' }), own))).toBe('taken');
  expect(own).toEqual(entriesOf([...own.products.values()], []));
});
