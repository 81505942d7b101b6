import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  mergeReportedUsage,
  type ReportedUsage,
  reportedUsage,
  rowsOf,
  type UsageStatement,
} from '../../../../lib/licensing/posted/reported-usage.ts';

const product = (sku: string, activeSeats: number | null = 5) => ({
  sku,
  availableSeats: 10,
  assignedSeats: 8,
  activeSeats,
});
const statement = (reportedAt: string, months: Record<string, ReturnType<typeof product>[]>): UsageStatement => ({
  reportedAt: `2026-03-${reportedAt}T10:00:00.000Z`,
  months: new Map(Object.entries(months)),
});
const after = (statements: readonly UsageStatement[]): ReportedUsage =>
  statements.reduce<ReportedUsage>((current, one) => mergeReportedUsage(current, one) ?? current, { months: {} });

test('stores what is reported like this', () => {
  const stored = after([statement('02', { '2026-02': [product('b'), product('a', null)] })]);
  expect(stored).toEqual({
    months: {
      '2026-02': {
        reportedAt: '2026-03-02T10:00:00.000Z',
        products: [
          { sku: 'a', availableSeats: 10, assignedSeats: 8, activeSeats: null },
          { sku: 'b', availableSeats: 10, assignedSeats: 8, activeSeats: 5 },
        ],
      },
    },
  });
  expect(reportedUsage.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
});

test('a report replaces all rows of the months that it speaks of, and no others', () => {
  const known = after([
    statement('02', { '2026-01': [product('a'), product('b')], '2026-02': [product('a'), product('b')] }),
    statement('03', { '2026-02': [product('b', 6)], '2026-03': [] }),
  ]);
  expect(rowsOf(known)).toEqual([
    { ...product('b', 6), month: '2026-02' },
    { ...product('a'), month: '2026-01' },
    { ...product('b'), month: '2026-01' },
  ]);
});

test('what was handed in earlier does not replace what was handed in later', () => {
  const later = after([statement('03', { '2026-02': [product('a', 6)] })]);
  expect(mergeReportedUsage(later, statement('02', { '2026-02': [product('a', 1)] }))).toBeUndefined();
  expect(mergeReportedUsage(undefined, statement('02', {}))).toBeUndefined();
  expect(mergeReportedUsage(later, statement('02', { '2026-01': [product('a', 1)] }))).toMatchObject({
    months: { '2026-01': { products: [{ activeSeats: 1 }] }, '2026-02': { products: [{ activeSeats: 6 }] } },
  });
});

test('keeps the newest 13 months', () => {
  const all = Array.from(
    { length: 24 },
    (_, at) => `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
  );
  const known = after([statement('02', Object.fromEntries(all.map((month) => [month, [product('a')]])))]);
  expect(Object.keys(known.months)).toEqual(all.slice(-13));
});

test('comes to the same in any order and however often', () => {
  const months = fc.dictionary(
    fc.constantFrom(
      ...Array.from(
        { length: 18 },
        (_, at) => `20${24 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
      ),
    ),
    fc.uniqueArray(fc.record({ sku: fc.constantFrom('a', 'b', 'c'), seats: fc.nat(9) }), {
      selector: ({ sku }) => sku,
    }),
    { noNullPrototype: true },
  );
  const reports = fc
    .array(months, { minLength: 1, maxLength: 5 })
    .map((all) =>
      all.map((one, at) =>
        statement(
          String(at + 10),
          Object.fromEntries(
            Object.entries(one).map(([month, rows]) => [month, rows.map(({ sku, seats }) => product(sku, seats))]),
          ),
        ),
      ),
    );
  fc.assert(
    fc.property(
      reports.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, mixed]) => {
        const known = after(all);
        expect(after([...mixed, ...all])).toEqual(known);
        for (const one of all) expect(mergeReportedUsage(known, one)).toBeUndefined();
      },
    ),
  );
});
