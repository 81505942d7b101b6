import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createThrottles } from '../../../infra/local/api/throttles.ts';

const START = Date.parse('2026-03-10T09:00:00Z');
const after = (milliseconds: number): Date => new Date(START + milliseconds);
const route = { key: 'POST /v1/exports', throttle: { perSecond: 2, burst: 3 } };

test('lets a burst through at once, then so many a second', () => {
  const lets = createThrottles();
  const at = (milliseconds: number, requests: number) =>
    Array.from({ length: requests }, () => lets(route, after(milliseconds)));
  expect(at(0, 4)).toEqual([true, true, true, false]);
  expect(at(499, 1)).toEqual([false]);
  expect(at(500, 2)).toEqual([true, false]);
  expect(at(60_000, 4)).toEqual([true, true, true, false]);
});

test('counts each route by itself, and one without a throttle not at all', () => {
  const lets = createThrottles();
  for (let request = 0; request < 3; request += 1) lets(route, after(0));
  expect(lets(route, after(0))).toBe(false);
  expect(lets({ ...route, key: 'POST /v1/imports' }, after(0))).toBe(true);
  expect(lets({ key: 'GET /v1/exports/{id}' }, after(0))).toBe(true);
});

test('a clock that is set back gives nothing and takes nothing', () => {
  const lets = createThrottles();
  lets(route, after(0));
  expect([lets(route, after(-3_600_000)), lets(route, after(-3_600_000))]).toEqual([true, true]);
  expect(lets(route, after(-3_600_000))).toBe(false);
  expect(lets(route, after(-3_599_500))).toBe(true);
});

test('never lets through more than the burst and what came since', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 20 }),
      (pauses, perSecond, burst) => {
        const lets = createThrottles();
        let time = 0;
        let through = 0;
        for (const pause of pauses) {
          time += pause;
          if (lets({ key: 'GET /', throttle: { perSecond, burst } }, after(time))) through += 1;
        }
        expect(through).toBeLessThanOrEqual(burst + (time / 1000) * perSecond + 1e-6);
      },
    ),
  );
});
