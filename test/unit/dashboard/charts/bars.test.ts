import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf } from '../../../../functions/dashboard/charts/histogram.tsx';
import { segmentsOf } from '../../../../functions/dashboard/charts/stacked-bar.tsx';
import { sharedScale } from '../../../../functions/dashboard/parts/bar.tsx';

test('a distribution has a bar per number of days, as high as its count', () => {
  const counts = Array.from({ length: 28 }, (_, at) => (at === 0 ? 4 : at === 27 ? 2 : 0));
  const columns = columnsOf(counts);
  expect(columns).toHaveLength(28);
  expect(columns[0]).toEqual({ days: 1, count: 4, x: 0, y: 18, width: 7.6, height: 90 });
  expect(columns[1]).toMatchObject({ days: 2, count: 0, y: 108, height: 0 });
  expect(columns[27]).toEqual({ days: 28, count: 2, x: 272.4, y: 63, width: 7.6, height: 45 });
});

test('parts of a whole lie side by side with a gap, and those of 0 are left out', () => {
  const parts = [
    { kind: 'qualified', count: 35 },
    { kind: 'trial', count: 0 },
    { kind: 'lapsed', count: 14 },
    { kind: 'reassigned', count: 1 },
  ];
  expect(segmentsOf(parts)).toEqual([
    { kind: 'qualified', x: 0, width: 68.88 },
    { kind: 'lapsed', x: 69.68, width: 27.55 },
    { kind: 'reassigned', x: 98.03, width: 1.97 },
  ]);
  expect(segmentsOf([{ kind: 'qualified', count: 3 }])).toEqual([{ kind: 'qualified', x: 0, width: 100 }]);
  expect(segmentsOf([{ kind: 'qualified', count: 0 }])).toEqual([]);
});

test('parts fill the bar from end to end', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 7 }), (counts) => {
      const last = segmentsOf(counts.map((count, at) => ({ kind: `${at}`, count }))).at(-1);
      expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(100, 1);
    }),
  );
});

test('bars of one table share a scale, which goes beyond 100 only where a figure does', () => {
  expect(sharedScale([])).toBe(100);
  expect(sharedScale([null, 40, 100])).toBe(100);
  expect(sharedScale([null, 100.1])).toBe(130);
  expect(sharedScale([40, 142.9])).toBe(150);
  expect(sharedScale([40, 1200])).toBe(200);
});
