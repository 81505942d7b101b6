import { expect, test } from 'vitest';
import { admitBatch, outcomeOf, readBatch, storedNothing } from '../../../lib/activity/batch.ts';
import { addedCoverageOf } from '../../../lib/activity/screen-coverage.ts';
import { groupByUser } from '../../../lib/activity/screen-events.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';

const NOW = new Date('2026-03-02T10:00:00Z');

const event = (customerId: string, userId: string) => ({
  value: { customerId, userId, workload: 'teams', occurredAt: '2026-03-02T09:00:00Z' },
});
const word = (customerId: string) => ({ value: { customerId, workloads: ['teams'], through: '2026-03-01' } });

const batch = admitBatch(
  readBatch(
    {
      events: [
        event('contoso', 'ada'),
        event('foreign', 'bob'),
        { complaint: 'userId is missing' },
        event('contoso', 'cy'),
      ],
      coverage: [word('contoso'), word('foreign')],
    },
    NOW,
    bundledCatalogue,
    OWN_NAMES,
  ),
  new Map([['contoso', {}]]),
);
const users = groupByUser(batch.events.kept);

const codes = (rejections: readonly { index: number; code: string }[]) =>
  rejections.map(({ index, code }) => [index, code]);

test('tells every entry that was not taken once, in the order of the request', () => {
  const outcome = outcomeOf(batch, addedCoverageOf(users, batch.coverage.kept));
  expect(outcome.accepted).toBe(2);
  expect(codes(outcome.rejected)).toEqual([
    [1, 'unknown_customer'],
    [2, 'invalid_event'],
  ]);
  expect(codes(outcome.rejectedCoverage)).toEqual([[1, 'unknown_customer']]);
  expect(storedNothing(outcome, batch)).toBe(false);
});

test('asks for another try of what was not recorded', () => {
  const outcome = outcomeOf(batch, addedCoverageOf(users.slice(1), []));
  expect(outcome.accepted).toBe(1);
  expect(codes(outcome.rejected)).toEqual([
    [0, 'try_again'],
    [1, 'unknown_customer'],
    [2, 'invalid_event'],
  ]);
  expect(codes(outcome.rejectedCoverage)).toEqual([
    [0, 'try_again'],
    [1, 'unknown_customer'],
  ]);
  expect(storedNothing(outcome, batch)).toBe(false);
});

test('knows that nothing was stored', () => {
  expect(storedNothing(outcomeOf(batch, []), batch)).toBe(true);
});

test('has stored something where a feed’s word is recorded', () => {
  const outcome = outcomeOf(batch, addedCoverageOf([], batch.coverage.kept));
  expect(storedNothing(outcome, batch)).toBe(false);
});

test('does not ask for another try of what would be refused again', () => {
  const refused = readBatch({ events: [{ complaint: 'userId is missing' }] }, NOW, bundledCatalogue, OWN_NAMES);
  expect(storedNothing(outcomeOf(refused, []), refused)).toBe(false);
});

test('has nothing to store in an empty request', () => {
  const empty = readBatch({ events: [] }, NOW, bundledCatalogue, OWN_NAMES);
  const outcome = outcomeOf(empty, []);
  expect(outcome).toEqual({ accepted: 0, rejected: [], rejectedCoverage: [] });
  expect(storedNothing(outcome, empty)).toBe(false);
});
