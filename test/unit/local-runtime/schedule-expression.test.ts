import { expect, test } from 'vitest';
import { cronPattern } from '../../../infra/local/schedules/cron-pattern.ts';
import { parseSchedule } from '../../../infra/local/schedules/schedule-expression.ts';

const NOON = new Date('2026-03-10T12:00:00Z'); // a Tuesday

const next = (expression: string, timezone = 'UTC', from = NOON): string | undefined =>
  parseSchedule(expression, timezone, NOON).after(from)?.toISOString();

test('a cron expression of AWS is put in the words of croner', () => {
  expect(cronPattern('0/15 * ? * 2-6 *')).toBe('0 0-59/15 * * * 1-5 *');
  expect(cronPattern('0 8 ? JAN,MAR 6L 2026/2')).toBe('0 0 8 * JAN,MAR 5#L 2026-2199/2');
  expect(cronPattern('0 8 ? * 3#2 *')).toBe('0 0 8 * * 2#2 *');
  expect(cronPattern('0 8 ? * MON-FRI,L *')).toBe('0 0 8 * * MON-FRI,6 *');
});

test.each([
  ['cron(0 2 * * ? *)', '2026-03-11T02:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-03-10T12:15:00.000Z'],
  ['cron(0 9 ? * 2 *)', '2026-03-16T09:00:00.000Z'], // 2 is Monday
  ['cron(0 9 ? * 6L *)', '2026-03-27T09:00:00.000Z'], // the last Friday
  ['cron(0 9 L * ? *)', '2026-03-31T09:00:00.000Z'],
  ['cron(0 9 1 1 ? 2028)', '2028-01-01T09:00:00.000Z'],
  ['rate(5 minutes)', '2026-03-10T12:05:00.000Z'],
  ['rate(1 day)', '2026-03-11T12:00:00.000Z'],
  ['at(2026-03-10T18:30:00)', '2026-03-10T18:30:00.000Z'],
  ['at(2026-03-10T11:59:00)', undefined],
])('%s is next due at %s', (expression, due) => {
  expect(next(expression)).toBe(due);
});

test('a time zone moves with its summer time', () => {
  expect(next('cron(0 2 * * ? *)', 'Europe/Berlin')).toBe('2026-03-11T01:00:00.000Z');
  expect(next('cron(0 4 * * ? *)', 'Europe/Berlin', new Date('2026-04-01T00:00:00Z'))).toBe('2026-04-01T02:00:00.000Z');
});

test('a time itself is not after itself', () => {
  expect(next('cron(0 12 * * ? *)')).toBe('2026-03-11T12:00:00.000Z');
  expect(next('rate(1 hour)', 'UTC', new Date('2026-03-10T13:00:00Z'))).toBe('2026-03-10T14:00:00.000Z');
});

test.each(['cron(0 2 * * ?)', 'every day', 'rate(0 minutes)', 'rate(5 weeks)'])('%s is refused', (expression) => {
  expect(() => next(expression)).toThrow(/six fields|does not know the schedule/);
});
