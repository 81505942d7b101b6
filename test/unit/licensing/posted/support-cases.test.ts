import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  casesThrough,
  casesWithin,
  mergeCases,
  SUPPORT_CATEGORIES,
  type SupportCase,
  type SupportCases,
} from '../../../../lib/licensing/posted/support-cases.ts';
import { formatDay, parseDay } from '../../../../lib/time/day.ts';

const nothing: SupportCases = { days: {} };
const after = (...posts: readonly (readonly SupportCase[])[]): SupportCases =>
  posts.reduce((current, posted) => mergeCases(current, posted), nothing);

const statement: fc.Arbitrary<SupportCase> = fc.record({
  day: fc.integer({ min: 20_000, max: 20_200 }).map(formatDay),
  category: fc.constantFrom(...SUPPORT_CATEGORIES),
  count: fc.nat(20),
});
const aboutDifferentThings = fc.uniqueArray(statement, {
  maxLength: 30,
  selector: ({ day, category }) => `${day} ${category}`,
});
const mixed = aboutDifferentThings.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(all.length)),
);

test('order, repetition and splitting of statements about different things make no difference', () => {
  fc.assert(
    fc.property(mixed, ([all, shuffled, cut]) => {
      const once = after(all);
      expect(after(shuffled.slice(cut), shuffled.slice(0, cut))).toEqual(once);
      expect(after(all, shuffled.slice(cut), all)).toEqual(once);
    }),
  );
});

test('of two statements about the same day and category the later one holds, and no other changes', () => {
  fc.assert(
    fc.property(aboutDifferentThings, statement, (all, { day, count }) => {
      const told: SupportCase = { day, category: 'incident', count };
      const others = all.filter((one) => one.day !== day || one.category !== 'incident');
      expect(after(all, [told])).toEqual(after(others, [told]));
    }),
  );
});

test('keeps the newest day and the 91 before it', () => {
  const told = (day: string): SupportCase => ({ day, category: 'billing', count: 1 });
  const kept = after([told('2025-12-01'), told('2025-12-02')], [told('2026-03-03')]);
  expect(Object.keys(kept.days)).toEqual(['2025-12-02', '2026-03-03']);
  expect(parseDay('2026-03-03') - parseDay('2025-12-02')).toBe(91);
});

test('the newest day that was named says how far the cases speak, also when it had none', () => {
  expect(casesThrough(nothing)).toBeNull();
  const told = after([
    { day: '2026-03-02', category: 'how-to', count: 0 },
    { day: '2026-02-28', category: 'how-to', count: 4 },
  ]);
  expect(casesThrough(told)).toBe('2026-03-02');
  expect(mergeCases(told, [])).toEqual(told);
});

test('counts by category from the first day to the last, both included', () => {
  const told = after([
    { day: '2026-01-31', category: 'how-to', count: 100 },
    { day: '2026-02-01', category: 'how-to', count: 2 },
    { day: '2026-02-01', category: 'other', count: 1 },
    { day: '2026-02-28', category: 'how-to', count: 3 },
    { day: '2026-02-28', category: 'billing', count: 0 },
    { day: '2026-03-01', category: 'incident', count: 100 },
  ]);
  const counts = casesWithin(told, parseDay('2026-02-01'), parseDay('2026-02-28'));
  expect(counts).toEqual({ 'how-to': 5, incident: 0, billing: 0, other: 1 });
  expect(casesWithin(nothing, 0, 30_000)).toEqual({ 'how-to': 0, incident: 0, billing: 0, other: 0 });
});

test('what was posted is counted once, whatever the days it is asked for', () => {
  fc.assert(
    fc.property(aboutDifferentThings, fc.integer({ min: 20_000, max: 20_200 }), (all, cut) => {
      const told = after(all);
      const sum = (from: number, to: number) =>
        Object.values(casesWithin(told, from, to)).reduce((total, count) => total + count, 0);
      const kept = all.filter(({ day }) => Object.hasOwn(told.days, day));
      expect(sum(20_000, cut) + sum(cut + 1, 20_200)).toBe(kept.reduce((total, { count }) => total + count, 0));
    }),
  );
});
