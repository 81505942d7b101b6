import { expect, test } from 'vitest';
import { trendOf, trendSnapshot } from '../../../../lib/insights/view/trend.ts';
import { A, daysBefore, listsOf, seats, snapshotFor, user } from '../../../fixtures/adoption.ts';

const dayWith = (back: number, active: number, more: Parameters<typeof snapshotFor>[1] = {}) =>
  snapshotFor(
    Array.from({ length: 4 }, (_, n) => user(`u-${n}`, { holds: ['e3'], active: n < active ? { teams: [back] } : {} })),
    { asOf: A - back, seats: listsOf({ p1: [seats('e3', 5)] }), ...more },
  );

test('a trend has the headline figures of each day', () => {
  const parsed = [dayWith(1, 2), dayWith(0, 3)].map((one) => trendSnapshot.parse(one));
  expect(trendOf(parsed)).toEqual({
    days: [
      { day: daysBefore(1), deploymentPercent: 80, usagePercent: 40, activePeople: 2 },
      { day: daysBefore(0), deploymentPercent: 80, usagePercent: 60, activePeople: 3 },
    ],
    changes: [],
  });
});

test('days without a snapshot are there and not known, never 0', () => {
  expect(trendOf([dayWith(2, 1), dayWith(0, 1)]).days).toEqual([
    { day: daysBefore(2), deploymentPercent: 80, usagePercent: 20, activePeople: 1 },
    { day: daysBefore(1), deploymentPercent: null, usagePercent: null, activePeople: null },
    { day: daysBefore(0), deploymentPercent: 80, usagePercent: 20, activePeople: 1 },
  ]);
});

test('what a day itself does not know is not known', () => {
  const [day] = trendOf([dayWith(0, 1, { seats: { lists: {}, totals: [] } })]).days;
  expect(day).toMatchObject({ deploymentPercent: null, usagePercent: null, activePeople: 1 });
});

test('a trend names the day from which on other definitions are used', () => {
  const before = { ...dayWith(3, 1), catalogVersion: 'old' };
  const { changes } = trendOf([before, dayWith(1, 1), dayWith(0, 1)]);
  expect(changes).toEqual([
    {
      day: daysBefore(1),
      differences: [expect.stringContaining('the catalogue of products (versions old and ')],
    },
  ]);
});

test('no snapshots have no trend', () => {
  expect(trendOf([])).toEqual({ days: [], changes: [] });
});
