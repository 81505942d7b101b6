import { expect, test } from 'vitest';
import { daysBefore, figuresFor, fullCoverage, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';

/** So many people, the nth of whom used Teams on the last n days. */
const users = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    user(`u-${index}`, { holds: ['e3'], active: { teams: Array.from({ length: index + 1 }, (_day, ago) => ago) } }),
  );
const seated = { seats: listsOf({ p1: [seats('e3', 40)] }) };
const activeDays = (count: number, coverage = fullCoverage) =>
  figuresFor(snapshotFor(users(count), { ...seated, coverage })).usage.workloads.find(
    ({ workload }) => workload === 'teams',
  );

test('the people of 1, 2 … 28 active days add up to the active ones', () => {
  const row = activeDays(30);
  expect(row?.active).toBe(30);
  expect(row?.activeDays).toEqual([...Array.from({ length: 27 }, () => 1), 3]);
});

test('days outside the window are not counted', () => {
  const five = Array.from({ length: 5 }, (_, n) => user(`u-${n}`, { active: { teams: [-1, 27, 28, 29] } }));
  const row = figuresFor(snapshotFor(five, seated)).usage.workloads.find(({ workload }) => workload === 'teams');
  expect(row?.activeDays).toEqual([5, ...Array.from({ length: 27 }, () => 0)]);
});

test('several workloads that make one figure are one day', () => {
  const five = Array.from({ length: 5 }, (_, n) =>
    user(`u-${n}`, { active: { sharepoint: [0, 1], onedrive: [1, 2] } }),
  );
  const row = figuresFor(snapshotFor(five, seated)).usage.workloads.find(({ workload }) => workload === 'sharepoint');
  expect(row).toMatchObject({ active: 5 });
  expect(row?.activeDays?.[2]).toBe(5);
});

test('a distribution over fewer than five people is not shown', () => {
  expect(activeDays(4)).toMatchObject({ active: 4, activeDays: null });
  expect(activeDays(5)?.activeDays?.slice(0, 6)).toEqual([1, 1, 1, 1, 1, 0]);
  expect(activeDays(0)).toMatchObject({ active: 0, activeDays: null });
});

const files = (...backs: readonly number[]) => ({
  ...fullCoverage,
  lastActivity: { teams: backs.map((back) => daysBefore(back)).sort() },
});
const backTo = (oldest: number, newest = 0) =>
  Array.from({ length: oldest - newest + 1 }, (_, index) => newest + index);

test.each([
  { told: 'by one file of last activities', coverage: files(0), known: false },
  {
    told: 'by a file for each day but one',
    coverage: files(...backTo(27).filter((back) => back !== 13)),
    known: false,
  },
  { told: 'by a file for each day of the window', coverage: files(...backTo(27)), known: true },
  { told: 'by a file for each day and more', coverage: files(...backTo(30, -1)), known: true },
  { told: 'by a file for each day of the window but the last', coverage: files(...backTo(28, 1)), known: false },
  { told: 'by events since files ended before the window', coverage: files(28, 29), known: true },
  { told: 'by a file of the first day of the window and events', coverage: files(27), known: false },
])('when Teams is told $told, the days are known: $known', ({ coverage, known }) => {
  expect(activeDays(6, coverage)?.activeDays === null).toBe(!known);
});

test('days are not known while the data ends before the as-of day', () => {
  const activity = { ...fullCoverage.activity, teams: daysBefore(1) };
  expect(activeDays(6, { ...fullCoverage, activity })).toMatchObject({ active: 6, activeDays: null });
});
