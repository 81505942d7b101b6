import { expect, test } from 'vitest';
import { advance, type Coverage } from '../../../lib/licensing/coverage.ts';
import { coverageAsBefore } from '../../../lib/licensing/coverage-as-before.ts';

const made = { importId: 'i1', at: '2026-03-02T10:00:00.000Z', counts: {} };
const LIST = {
  assignments: { from: '2026-03-01', through: '2026-03-01' },
  assignmentList: { day: '2026-03-01', undecided: [] },
  identityMode: 'readable',
} as const;
const after = (before: Coverage, by: Parameters<typeof advance>[1]): Coverage => ({
  ...(advance(before, by) ?? before),
  made,
});

test('a customer of whom only the list told is unknown again', () => {
  expect(coverageAsBefore(after({ activity: {} }, LIST), undefined)).toBeUndefined();
});

test('what was known of the assignments before is known again', () => {
  const before: Coverage = {
    activity: { teams: '2026-02-20' },
    assignments: { from: '2026-02-01', through: '2026-02-20' },
    assignmentList: { firstDay: '2026-02-01', day: '2026-02-01', undecided: ['E5'] },
    identityMode: 'readable',
  };
  expect(coverageAsBefore(after(before, LIST), before)).toEqual(before);
});

test('activity that came with the list or since stays, and how its users are named', () => {
  const current = after(
    { activity: {} },
    { ...LIST, activity: { teams: '2026-03-01' }, lastActivity: { teams: '2026-03-01' } },
  );
  expect(coverageAsBefore(current, undefined)).toEqual({
    activity: { teams: '2026-03-01' },
    heardFrom: { teams: '2026-03-01' },
    lastActivity: { teams: ['2026-03-01'] },
    identityMode: 'readable',
  });
});

test('after a list that began anew with other names, all is known that was known by the names before', () => {
  const before: Coverage = { activity: { teams: '2026-02-20' }, identityMode: 'concealed' };
  expect(coverageAsBefore(after(before, LIST), before)).toEqual(before);
});
