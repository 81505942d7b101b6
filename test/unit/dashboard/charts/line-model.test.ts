import { expect, test } from 'vitest';
import { type ChartSize, lineModel } from '../../../../functions/dashboard/charts/line-model.ts';
import { formatDay, parseDay } from '../../../../lib/time/day.ts';

/** 400 wide and 100 high within its margins. */
const size: ChartSize = { width: 450, height: 140, top: 10, right: 10, bottom: 30, left: 40 };
const daysFrom = (first: string, count: number) =>
  Array.from({ length: count }, (_, at) => formatDay(parseDay(first) + at));
const fiveDays = daysFrom('2026-03-05', 5);

test('places each value by its day and its height', () => {
  const { paths, yOf, xOf } = lineModel(fiveDays, [[0, 25, 50, 75, 100]], { most: 100, size });
  expect(paths).toEqual(['M40,110L140,85L240,60L340,35L440,10']);
  expect([xOf('2026-03-05'), xOf('2026-03-09')]).toEqual([40, 440]);
  expect([yOf(0), yOf(100)]).toEqual([110, 10]);
});

test('a line is interrupted where values are missing, and a value between two missing ones is a dot', () => {
  const { paths } = lineModel(fiveDays, [[50, 50, null, 100, null]], { most: 100, size });
  expect(paths).toEqual(['M40,60L140,60M340,10Z']);
});

test('nothing is drawn of values of which none is known, and 0 is drawn', () => {
  const { paths } = lineModel(
    fiveDays,
    [
      [null, null, null, null, null],
      [0, 0, 0, 0, 0],
    ],
    { most: 100, size },
  );
  expect(paths).toEqual(['', 'M40,110L140,110L240,110L340,110L440,110']);
});

test('the axis reaches beyond what it must where a value does', () => {
  const { yTicks, yOf } = lineModel(fiveDays, [[90, 120, 150, 151.4, 100]], { most: 100, size });
  expect(yTicks).toEqual([
    { y: 110, value: 0 },
    { y: 60, value: 100 },
    { y: 10, value: 200 },
  ]);
  expect(yOf(100)).toBe(60);
});

test('few people are counted in whole ones', () => {
  const { yTicks } = lineModel(fiveDays, [[1, 1, 0, 1, 1]], { most: 1, size: { ...size, height: 440 } });
  expect(yTicks.map(({ value }) => value)).toEqual([0, 1]);
});

test('three months are labelled at the first of each month', () => {
  const days = daysFrom('2025-12-10', 90);
  const { xTicks } = lineModel(days, [days.map(() => 1)], { most: 4, size });
  expect(xTicks).toEqual([
    { x: 138.9, day: '2026-01-01' },
    { x: 278.2, day: '2026-02-01' },
    { x: 404, day: '2026-03-01' },
  ]);
});

test('few days are labelled once each', () => {
  const days = daysFrom('2026-03-08', 2);
  const { xTicks } = lineModel(days, [[1, 2]], { most: 4, size });
  expect(xTicks.map(({ day }) => day)).toEqual(days);
});

test('a single day stands in the middle', () => {
  expect(lineModel(['2026-03-09'], [[100]], { most: 100, size }).paths).toEqual(['M240,10Z']);
});
