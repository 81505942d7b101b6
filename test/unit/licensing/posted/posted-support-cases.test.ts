import { expect, test } from 'vitest';
import {
  MOST_CASES,
  postedSupportCases,
  requireStorable,
  viewSupportCases,
} from '../../../../lib/licensing/posted/posted-support-cases.ts';
import { mergeCases, type SupportCase } from '../../../../lib/licensing/posted/support-cases.ts';
import { Problem } from '../../../../lib/problem/problem.ts';
import { parseDay } from '../../../../lib/time/day.ts';

const TODAY = parseDay('2026-03-02');

const told = (more: Partial<SupportCase> = {}): SupportCase => ({
  day: '2026-03-01',
  category: 'how-to',
  count: 3,
  ...more,
});

const refusalOf = (posted: readonly SupportCase[]): unknown => {
  try {
    requireStorable(posted, TODAY);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { status, code, errors, message } = error;
    return { status, code, errors, message };
  }
};

test('takes today and the 91 days before it', () => {
  expect(refusalOf([told({ day: '2026-03-02' }), told({ day: '2025-12-01' })])).toBeUndefined();
});

test('names every entry of a day to come', () => {
  expect(refusalOf([told({ day: '2026-03-03' }), told(), told({ day: '2027-01-01' })])).toEqual({
    status: 400,
    code: 'in_future',
    errors: [
      { pointer: '/cases/0/day', message: '2026-03-03 is after today, 2026-03-02 (UTC)' },
      { pointer: '/cases/2/day', message: '2027-01-01 is after today, 2026-03-02 (UTC)' },
    ],
    message:
      '/cases/0/day: 2026-03-03 is after today, 2026-03-02 (UTC) (and 1 more). Correct it and send the list again; nothing was stored.',
  });
});

test('names an entry of a day that is too long ago, and the first that is not', () => {
  expect(refusalOf([told(), told({ day: '2025-11-30' })])).toMatchObject({
    code: 'outside_window',
    errors: [
      {
        pointer: '/cases/1/day',
        message: '2025-11-30 is too long ago; the 92 days from 2025-12-01 on can be named',
      },
    ],
  });
});

test('an entry may come twice, but not with another count', () => {
  expect(refusalOf([told(), told({ category: 'other', count: 1 }), told()])).toBeUndefined();
  expect(refusalOf([told(), told({ category: 'other', count: 1 }), told({ count: 0 })])).toMatchObject({
    code: 'contradiction',
    errors: [{ pointer: '/cases/2/count', message: '"how-to" of 2026-03-01 is 3 at /cases/0 and 0 here' }],
  });
});

test('an answer can be sent back as it is: every day and category fit into one request', () => {
  const days = Array.from({ length: 92 }, (_, ago) => new Date((TODAY - ago) * 86_400_000).toISOString().slice(0, 10));
  const all = days.flatMap((day) =>
    (['how-to', 'incident', 'billing', 'other'] as const).map((category) => told({ day, category })),
  );
  const { cases } = viewSupportCases(mergeCases({ days: {} }, all), TODAY);
  expect(cases).toHaveLength(368);
  expect(postedSupportCases.parse({ cases }).cases).toEqual(cases);
  expect(refusalOf(cases)).toBeUndefined();
});

test('a request takes 400 entries and not one more', () => {
  const most = Array.from({ length: MOST_CASES }, () => told());
  expect(postedSupportCases.safeParse({ cases: most }).success).toBe(true);
  expect(postedSupportCases.safeParse({ cases: [...most, told(), told()] }).error?.issues).toMatchObject([
    { path: ['cases'], message: 'a request takes at most 400 entries; send them in several' },
  ]);
});

test('shows the last 92 days by day and category, and how far the cases speak even if that is longer ago', () => {
  const stored = mergeCases({ days: {} }, [
    told({ category: 'other', count: 0 }),
    told(),
    told({ day: '2026-02-01', count: 1 }),
  ]);
  expect(viewSupportCases(stored, TODAY)).toEqual({
    cases: [told({ day: '2026-02-01', count: 1 }), told(), told({ category: 'other', count: 0 })],
    dataThrough: '2026-03-01',
  });
  expect(viewSupportCases(stored, parseDay('2026-05-04'))).toMatchObject({ cases: [{ day: '2026-03-01' }, {}] });
  expect(viewSupportCases(stored, parseDay('2026-06-01'))).toEqual({ cases: [], dataThrough: '2026-03-01' });
  expect(viewSupportCases({ days: {} }, TODAY)).toEqual({ cases: [], dataThrough: null });
});
