import { expect, test } from 'vitest';
import * as z from 'zod';
import { activityCoverage, activityEvent } from '../../../lib/activity/activity-event.ts';
import { cutAfter, leniently, quote } from '../../../lib/values/leniently.ts';

const event = leniently(activityEvent);
const good = {
  customerId: 'contoso',
  userId: 'Ada@contoso.example',
  workload: 'teams',
  occurredAt: '2026-03-01T09:30:00Z',
};

const WHEN = 'must be a date and time with Z or an offset, such as "2026-03-01T09:30:00Z"';

test('answers the value of a good entry', () => {
  expect(event.parse({ ...good, more: 1 })).toEqual({ value: { ...good, userId: 'ada@contoso.example' } });
});

test.each([
  [{ ...good, userId: undefined }, 'userId is missing'],
  [{ ...good, userId: 7 }, 'userId 7: Invalid input: expected string, received number'],
  [{ ...good, userId: ' ' }, 'userId " ": a user id must not be empty'],
  [
    { ...good, customerId: '../x' },
    'customerId "../x": an id has 1 to 64 letters, digits, dots, hyphens or underscores',
  ],
  [{ ...good, workload: ['teams'] }, 'workload ["teams"]: Invalid input: expected string, received array'],
  [{ ...good, occurredAt: '2026-03-01' }, `occurredAt "2026-03-01": ${WHEN}`],
  [{ ...good, occurredAt: 1772357400 }, `occurredAt 1772357400: ${WHEN}`],
  [{ ...good, userId: '', occurredAt: '' }, `userId "": a user id must not be empty; occurredAt "": ${WHEN}`],
  [{}, 'customerId is missing; userId is missing; workload is missing; occurredAt is missing'],
  [null, 'null: Invalid input: expected object, received null'],
  ['ada', '"ada": Invalid input: expected object, received string'],
  [[good], '[{"customerId":"contoso","userId":"Ada@c…: Invalid input: expected object, received array'],
])('names what is wrong with %j', (entry, complaint) => {
  expect(event.parse(entry)).toEqual({ complaint });
});

test.each([
  '2026-03-01T09:30:00Z',
  '2026-03-01T09:30:00.123456Z',
  '2026-03-01T09:30:00+05:45',
  '2024-02-29T23:59:59-12:00',
])('takes %s for a time', (occurredAt) => {
  expect(event.parse({ ...good, occurredAt })).toHaveProperty('value');
});

test.each([
  '2026-03-01T09:30:00',
  '2026-03-01 09:30:00Z',
  '2025-02-29T09:30:00Z',
  '2026-13-01T09:30:00Z',
  '2026-03-01T24:00:00Z',
  '2026-03-01T09:30:00+99:00',
  'yesterday',
])('refuses %s for a time', (occurredAt) => {
  expect(event.parse({ ...good, occurredAt })).toEqual({ complaint: `occurredAt "${occurredAt}": ${WHEN}` });
});

test('cuts long values short, so that thousands of complaints fit into one answer', () => {
  expect(quote('x'.repeat(1_000_000))).toHaveLength(41);
  const complaint = event.parse({
    customerId: '\n'.repeat(900),
    userId: '\u0000'.repeat(900),
    workload: {},
    occurredAt: {},
  });
  expect(JSON.stringify(complaint).length).toBeLessThan(600);
});

test('points into nested lists', () => {
  const entry = { customerId: 'contoso', workloads: ['teams', 7], through: '2026-03-01' };
  expect(leniently(activityCoverage).parse(entry)).toEqual({
    complaint: 'workloads.1 7: Invalid input: expected string, received number',
  });
});

test('looks at one entry more than there may be', () => {
  expect(cutAfter(2, z.array(z.int())).parse([1, 2])).toEqual([1, 2]);
  expect(cutAfter(2, z.array(z.int())).parse([1, 2, 3, 'never looked at'])).toEqual([1, 2, 3]);
});

test('leaves what is not a list to the list', () => {
  expect(cutAfter(2, z.array(z.int())).safeParse('text').success).toBe(false);
});
