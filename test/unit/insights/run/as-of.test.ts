import { expect, test } from 'vitest';
import { asOfDay, computabilityOf } from '../../../../lib/insights/run/as-of.ts';
import { runOf } from '../../../../lib/insights/run/recalculation-run.ts';
import { formatDay, parseDay } from '../../../../lib/time/day.ts';

const at = (instant: string) => new Date(instant);

test('the as-of day lags 1 to 3 days behind the UTC day', () => {
  expect(formatDay(asOfDay(at('2026-03-10T00:00:00Z'), 1))).toBe('2026-03-09');
  expect(formatDay(asOfDay(at('2026-03-09T23:59:59.999Z'), 1))).toBe('2026-03-08');
  expect(formatDay(asOfDay(at('2024-03-01T12:00:00Z'), 1))).toBe('2024-02-29');
  expect(formatDay(asOfDay(at('2026-01-02T12:00:00Z'), 3))).toBe('2025-12-30');
});

test('a day is current, then late, and refused once today is more than 4 days past it', () => {
  const day = parseDay('2026-03-09');
  const computability = (now: string, lag: number) => computabilityOf(day, at(now), lag);
  expect(computability('2026-03-09T12:00:00Z', 1)).toBe('refused');
  expect(computability('2026-03-10T00:00:00Z', 1)).toBe('current');
  expect(computability('2026-03-11T00:00:00Z', 1)).toBe('late');
  expect(computability('2026-03-13T23:59:59Z', 1)).toBe('late');
  expect(computability('2026-03-14T00:00:00Z', 1)).toBe('refused');
  expect(computability('2026-03-12T00:00:00Z', 3)).toBe('current');
  expect(computability('2026-03-13T00:00:00Z', 3)).toBe('late');
});

test("a scheduled run takes its day from the schedule's time", () => {
  expect(runOf({ scheduledFor: '2026-03-10T02:00:00Z' }, 1)).toEqual({
    portfolio: '~operator',
    customerId: undefined,
    asOf: '2026-03-09',
    requestedAt: '2026-03-10T02:00:00.000Z',
    daily: true,
  });
});
