import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RECOMMENDATION_IDS } from '../../../lib/insights/view/recommendation-ids.ts';
import { considerEntry, createAttention } from '../../../lib/portfolio/generation/attention.ts';
import type { IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import { packSections, unpackSections } from '../../../lib/portfolio/index/sections.ts';
import { selectedOf } from '../../../lib/portfolio/index/selected.ts';
import { foldForSearch } from '../../../lib/values/search-fold.ts';
import { entry, indexOf } from './entries.ts';

const count = fc.option(fc.nat(5_000_000_000));
const percent = fc.option(fc.nat(9999).map((tenths) => tenths / 10));
const word = fc.constantFrom('e3', 'teams', 'office365', 'Zürich', '');
const text = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((one) => !one.includes('\0'));
const judged = {
  severity: fc.constantFrom('high' as const, 'medium' as const, 'low' as const),
  atStake: fc.nat(100),
};
const about = fc.option(word, { nil: undefined }).map((one) => (one === undefined ? {} : { about: one }));
const advice = fc
  .record({
    id: fc.constantFrom(...RECOMMENDATION_IDS),
    ...judged,
    precedence: fc.nat(2),
    rows: fc.array(
      fc.tuple(fc.record(judged), about).map(([row, of]) => ({ ...row, ...of })),
      { maxLength: 3 },
    ),
  })
  .chain((one) => about.map((of) => ({ ...one, ...of })));
const anyEntry: fc.Arbitrary<Omit<IndexEntry, 'customerId'>> = fc.record(
  {
    name: text,
    domain: text.filter((one) => one !== ''),
    asOf: fc.constantFrom('2026-03-08', '2026-03-09'),
    sold: count,
    assigned: count,
    unassigned: count,
    assignedBeyondSold: count,
    neverAssigned: count,
    idle: count,
    deploymentPercent: percent,
    activePeople: count,
    activeEntitlements: count,
    qualified: count,
    usagePercent: percent,
    stale: fc.boolean(),
    heardDays: fc.option(fc.nat(28)),
    recommendations: fc.array(advice, { maxLength: 3 }),
    atStake: fc.nat(100),
    products: fc.array(fc.record({ sku: word, family: word, sold: count, assigned: count, active: count }), {
      maxLength: 4,
    }),
    workloads: fc.array(fc.record({ family: word, workload: word, qualified: count, active: count }), { maxLength: 4 }),
    families: fc.array(fc.record({ family: word, people: count }), { maxLength: 2 }),
  },
  {
    requiredKeys: [
      'name',
      'asOf',
      'sold',
      'assigned',
      'unassigned',
      'assignedBeyondSold',
      'neverAssigned',
      'idle',
      'deploymentPercent',
      'activePeople',
      'activeEntitlements',
      'qualified',
      'usagePercent',
      'stale',
      'heardDays',
      'recommendations',
      'atStake',
      'products',
      'workloads',
      'families',
    ],
  },
);
const portfolio = fc
  .array(anyEntry, { maxLength: 12 })
  .map((entries) => entries.map((one, at): IndexEntry => ({ customerId: `customer-${at % 10}${at}`, ...one })));

test('an index gives every customer back as it was added', () => {
  fc.assert(
    fc.property(portfolio, (entries) => {
      const index = indexOf(entries);
      expect(entries.map((_, place) => index.entryAt(place))).toEqual(entries);
      expect(index.customers).toBe(entries.length);
    }),
  );
});

const attentionOf = (entries: readonly IndexEntry[]) => {
  const attention = createAttention();
  for (const one of entries) considerEntry(attention, one);
  return attention.result();
};

const selection = fc.record({
  sort: fc.constantFrom('name' as const, 'usagePercent' as const, 'atStake' as const),
  descending: fc.boolean(),
  search: fc.option(fc.constantFrom('zur', 'customer-1', 'A', ' ', 'e'), { nil: undefined }),
  stale: fc.option(fc.boolean(), { nil: undefined }),
  family: fc.option(word, { nil: undefined }),
  product: fc.option(word, { nil: undefined }),
  workload: fc.option(word, { nil: undefined }),
  recommendation: fc.option(fc.constantFrom(...RECOMMENDATION_IDS), { nil: undefined }),
});

test('a selection shows those that a plain filter lets through, and sums up just them', () => {
  fc.assert(
    fc.property(portfolio, selection, (entries, wanted) => {
      const { search = '', stale, family, product, workload, recommendation } = wanted;
      const folded = foldForSearch(search.trim());
      const expected = entries.filter(
        (one) =>
          [one.name, one.customerId, one.domain ?? ''].some((part) => foldForSearch(part).includes(folded)) &&
          (stale === undefined || one.stale === stale) &&
          (family === undefined || one.products.some((row) => row.family === family)) &&
          (product === undefined || one.products.some(({ sku }) => sku === product)) &&
          (workload === undefined || one.workloads.some((row) => row.workload === workload)) &&
          (recommendation === undefined || one.recommendations.some(({ id }) => id === recommendation)),
      );
      const index = indexOf(entries, { e3: 'Office 365 E3' });
      const selected = selectedOf(index, wanted);
      const shown = selected.entries(0, selected.count);
      const byId = (a: IndexEntry, b: IndexEntry) => (a.customerId < b.customerId ? -1 : 1);
      expect([...shown].sort(byId)).toEqual([...expected].sort(byId));
      expect(selected.sums()).toEqual(sumsOf(shown, { e3: 'Office 365 E3' }));
      expect(selected.attention()).toEqual(attentionOf(shown));
      expect(selected.entries(1, 3)).toEqual(shown.slice(1, 3));
      expect(selectedOf(index, { ...wanted })).toBe(selected);
    }),
  );
});

test('a search finds no text that begins in one customer and ends in the next', () => {
  const index = indexOf([entry('one', { domain: 'a.example' }), entry('two', { name: 'two' })]);
  const found = (folded: string) => [0, 1].map(index.contains(folded));
  expect(found('example')).toEqual([true, false]);
  expect(found('exampletwo')).toEqual([false, false]);
  expect(found('\0')).toEqual([false, false]);
  expect(found('e')).toEqual([true, false]);
  expect(found('o')).toEqual([true, true]);
});

test('columns are read where they lie, and also where their bytes begin at an odd place', () => {
  const columns = {
    figures: Float64Array.of(-1, 0.5, 2 ** 40),
    words: Uint32Array.of(7, 2 ** 32 - 1),
    flags: Uint8Array.of(1, 0, 255),
  };
  const packed = packSections({ name: 'Zürich' }, columns);
  const shifted = new Uint8Array(packed.length + 3);
  shifted.set(packed, 3);
  for (const bytes of [packed, shifted.subarray(3)])
    expect(unpackSections(bytes)).toEqual({ head: { name: 'Zürich' }, columns });
});
