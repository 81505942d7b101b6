import { expect, test } from 'vitest';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { figuresFor, listsOf, seats, snapshotFor } from '../../fixtures/adoption.ts';
import { mailCustomer, people } from './rule-customers.ts';

const mail = (snapshot: Snapshot) => figuresFor(snapshot).deployment.products.find(({ sku }) => sku === 'mail');
const assigned = (count: number, previous?: Snapshot) =>
  mailCustomer({ sold: 100, assigned: count, active: 0 }, previous ? { previous } : {});

test('seats never assigned are those beyond the most that were ever assigned at once', () => {
  const first = assigned(30);
  const second = assigned(70, first);
  const third = assigned(50, second);
  expect([first, second, third].map((one) => mail(one)?.neverAssigned)).toEqual([70, 30, 30]);
  expect([first, second, third].map((one) => mail(one)?.unassigned)).toEqual([70, 30, 50]);
  expect(figuresFor(third).deployment.neverAssigned).toBe(30);
});

test('when more were assigned than are sold now, none was never assigned', () => {
  const lists = { seats: listsOf({ p1: [seats('mail', 20)] }) };
  const fewer = snapshotFor(people('left', 5, { holds: ['mail'] }), { ...lists, previous: assigned(70) });
  expect(mail(fewer)).toMatchObject({ sold: 20, assigned: 5, unassigned: 15, neverAssigned: 0 });
});

test('a day on which the assigned seats are not known keeps the most that were', () => {
  const lists = { seats: listsOf({ p1: [seats('mail', 100)] }) };
  const unknown = snapshotFor([], { ...lists, coverage: { activity: {} }, previous: assigned(70) });
  expect(mail(unknown)).toMatchObject({ assigned: null, unassigned: null, neverAssigned: 30 });
  expect(mail(assigned(10, unknown))?.neverAssigned).toBe(30);
  const nothing = snapshotFor([], { ...lists, coverage: { activity: {} } });
  expect(mail(nothing)?.neverAssigned).toBeNull();
});

const earlierOf = (earlier: Snapshot | undefined) => {
  const snapshot = mailCustomer({ sold: 50, assigned: 40, active: 20 }, earlier ? { earlier } : {});
  return snapshot.workloads.find(({ workload }) => workload === 'exchange')?.earlier;
};
const before = mailCustomer({ sold: 60, assigned: 50, active: 45 });

test.each([
  { made: 'by the same definitions', earlier: before, kept: { active: 45, qualified: 60 } },
  { made: 'by another catalogue', earlier: { ...before, catalogVersion: 'other' }, kept: null },
  { made: 'by other rules of counting', earlier: { ...before, countingVersion: 1 }, kept: null },
  { made: 'with another lag', earlier: { ...before, reportingLagDays: 2 }, kept: null },
  { made: 'over another window', earlier: { ...before, windowDays: 30 }, kept: null },
  { made: 'without the workload', earlier: { ...before, workloads: [] }, kept: null },
  { made: 'never', earlier: undefined, kept: null },
])('figures of 28 days before that were made $made are kept as $kept', ({ earlier, kept }) => {
  expect(earlierOf(earlier)).toEqual(kept);
});
