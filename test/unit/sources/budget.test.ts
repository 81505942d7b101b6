import { expect, test } from 'vitest';
import { type Spent, spend } from '../../../lib/sources/collecting/budget.ts';

const BUDGET = { key: 'reports', calls: 14, seconds: 600 };
const START = Date.parse('2026-03-02T10:00:00Z');
const at = (second: number): Date => new Date(START + second * 1000);

test('gives calls until the budget is used up, and says when there is room again', () => {
  let spent: Spent = {};
  for (let call = 1; call <= 14; call += 1) {
    const outcome = spend(spent, BUDGET, 1, at(call));
    if (!('spent' in outcome)) throw new Error(`Call ${call} was refused`);
    ({ spent } = outcome);
  }
  const refused = spend(spent, BUDGET, 1, at(20));
  expect(refused).toEqual({ waitSeconds: 610 }); // ten minutes after the end of the half minute of the first call
  expect(spend(spent, BUDGET, 1, at(20 + 610))).toHaveProperty('spent');
  expect(spend(spent, BUDGET, 1, at(20 + 609))).toHaveProperty('waitSeconds');
});

test('in no span of its time are there more calls than it has, whenever they are asked for', () => {
  const calls: number[] = [];
  let spent: Spent = {};
  // Who asks again as soon as there is room, in bursts of three.
  for (let second = 0; second < 4000; ) {
    const outcome = spend(spent, BUDGET, 3, at(second));
    if ('waitSeconds' in outcome) {
      expect(outcome.waitSeconds).toBeGreaterThan(0);
      second += outcome.waitSeconds;
    } else {
      ({ spent } = outcome);
      calls.push(second, second, second);
      second += 7;
    }
  }
  expect(calls.length).toBeGreaterThan(60);
  for (const first of calls)
    expect(calls.filter((call) => call >= first && call < first + 600).length).toBeLessThanOrEqual(14);
  expect(Object.keys(spent).length).toBeLessThanOrEqual(22); // what is stored does not grow
});

test('more calls than a budget ever has are a fault of who asks', () => {
  expect(() => spend({}, BUDGET, 15, at(0))).toThrow('15 calls');
});
