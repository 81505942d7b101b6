import { expect, test } from 'vitest';
import type { Snapshot } from '../../../../../lib/insights/count/snapshot.ts';
import { A, daysBefore, listsOf, seats, snapshotFor } from '../../../../fixtures/adoption.ts';
import { firesOf, mailCustomer, mailSeats, mailUsers, people } from '../../rule-customers.ts';

test.each([
  { active: 399, sold: 1000, shown: 39.9, fires: true },
  { active: 400, sold: 1000, shown: 40, fires: false },
  { active: 799, sold: 2000, shown: 40, fires: true },
  { active: 3, sold: 10, shown: 30, fires: true },
  { active: 4, sold: 10, shown: 40, fires: false },
  { active: 0, sold: 10, shown: 0, fires: true },
])('low-usage at $active of $sold seats, shown as $shown %: $fires', ({ active, sold, shown, fires }) => {
  const found = firesOf('low-usage', mailCustomer({ sold, assigned: active, active }));
  expect(found.map(({ subject, evidence }) => ({ subject, evidence }))).toEqual(
    fires
      ? [
          {
            subject: { kind: 'workload', family: 'office365', workload: 'exchange' },
            evidence: { active, seats: sold, usagePercent: shown, thresholdPercent: 40 },
          },
        ]
      : [],
  );
});

test.each([
  { active: 200, severity: 'medium', atStake: 200 },
  { active: 199, severity: 'high', atStake: 201 },
])('low-usage of $active on 1000 seats is $severity, $atStake seats short of 40 %', ({ active, severity, atStake }) => {
  expect(firesOf('low-usage', mailCustomer({ sold: 1000, assigned: active, active }))).toMatchObject([
    { severity, atStake },
  ]);
});

test('the second seat of a person is not in the divisor of low-usage', () => {
  const lists = { seats: listsOf({ p1: [seats('e3', 10), seats('mail', 10)] }) };
  const both = people('both', 10, { holds: ['e3', 'mail'] });
  const use = (count: number) => people('both', count, { holds: ['e3', 'mail'], active: { exchange: [0] } });
  const of = (active: number) =>
    firesOf('low-usage', snapshotFor([...use(active), ...both.slice(active)], lists)).filter(
      ({ subject }) => subject.workload === 'exchange',
    );
  expect(of(4)).toEqual([]);
  expect(of(3)).toMatchObject([{ evidence: { active: 3, seats: 10, usagePercent: 30 } }]);
});

test('low-usage of a workload of several products waits until it is known who holds more than one of them', () => {
  const lists = { seats: listsOf({ p1: [seats('e3', 10), seats('mail', 10)] }) };
  const snapshot = snapshotFor(people('active', 4, { active: { exchange: [0], teams: [0] } }), {
    ...lists,
    coverage: { activity: { exchange: daysBefore(0), teams: daysBefore(0), sharepoint: daysBefore(0) } },
  });
  expect(firesOf('low-usage', snapshot).map(({ subject }) => subject.workload)).toEqual(['sharepoint']);
});

/** The snapshot of 28 days before. */
const earlier = (active: number, sold: number): Snapshot =>
  snapshotFor(mailUsers(active, active), { seats: mailSeats(sold) });

test.each([
  { was: [50, 100], is: [40, 100], fires: true },
  { was: [50, 100], is: [41, 100], fires: false },
  { was: [60, 200], is: [10, 50], fires: true },
  { was: [60, 200], is: [11, 50], fires: false },
  { was: [667, 2000], is: [468, 2000], shown: [33.4, 23.4], fires: false },
  { was: [667, 2000], is: [467, 2000], shown: [33.4, 23.4], fires: true },
  { was: [8, 9], is: [1, 100], fires: false },
  { was: [0, 100], is: [0, 100], fires: false },
] as const)('falling-usage from $was to $is: $fires', ({ was, is, fires, ...more }) => {
  const snapshot = mailCustomer({ sold: is[1], assigned: is[0], active: is[0] }, { earlier: earlier(was[0], was[1]) });
  const found = firesOf('falling-usage', snapshot);
  expect(found).toHaveLength(fires ? 1 : 0);
  if (!fires) return;
  const [before, now] = 'shown' in more ? more.shown : [(100 * was[0]) / was[1], (100 * is[0]) / is[1]];
  expect(found[0]?.evidence).toEqual({
    active: is[0],
    seats: is[1],
    usagePercent: now,
    activeEarlier: was[0],
    seatsEarlier: was[1],
    usagePercentEarlier: before,
  });
});

test.each([
  { was: 50, is: 31, severity: 'medium', atStake: 19 },
  { was: 50, is: 30, severity: 'high', atStake: 20 },
])('falling-usage from $was % to $is % is $severity', ({ was, is, severity, atStake }) => {
  const snapshot = mailCustomer({ sold: 100, assigned: is, active: is }, { earlier: earlier(was, 100) });
  expect(firesOf('falling-usage', snapshot)).toMatchObject([{ severity, atStake }]);
});

test('falling-usage says nothing of days before the viewer was linked', () => {
  const snapshot = mailCustomer({ sold: 100, assigned: 10, active: 10 }, { earlier: earlier(90, 100) });
  expect(firesOf('falling-usage', snapshot, { firstDay: daysBefore(28) })).toHaveLength(1);
  expect(firesOf('falling-usage', snapshot, { firstDay: daysBefore(27) })).toEqual([]);
});

const lost = (kind: string, count: number) =>
  people(kind, count, {
    held: {
      mail: [
        [A - 100, true],
        [A - 5, false],
      ],
    },
    active: { exchange: [6] },
  });

test.each([
  { reason: 'no more people than seats', users: mailUsers(10, 10), beyondSeats: [] },
  { reason: 'more holders than seats', users: mailUsers(12, 12), beyondSeats: [2] },
  {
    reason: 'people without any licence',
    users: [...mailUsers(10, 10), ...people('guest', 3, { active: { exchange: [0] } })],
    beyondSeats: [3],
  },
  { reason: 'turnover alone', users: [...mailUsers(10, 10), ...lost('lost', 2)], beyondSeats: [] },
  { reason: 'turnover and a holder too many', users: [...mailUsers(11, 11), ...lost('lost', 2)], beyondSeats: [1] },
])('ready-to-grow of a workload for $reason: $beyondSeats', ({ users, beyondSeats }) => {
  const found = firesOf('ready-to-grow', snapshotFor(users, { seats: mailSeats(10) })).filter(
    ({ subject }) => subject.kind === 'workload',
  );
  expect(found.map(({ atStake, evidence }) => [atStake, evidence.beyondSeats])).toEqual(
    beyondSeats.map((beyond) => [beyond, beyond]),
  );
});

test('who cannot be told apart from turnover is no reason to grow', () => {
  const snapshot = snapshotFor([...mailUsers(10, 10), ...people('guest', 3, { active: { exchange: [0] } })], {
    seats: mailSeats(10),
    coverage: {
      activity: { exchange: daysBefore(0) },
      assignments: { from: daysBefore(20), through: daysBefore(0) },
    },
  });
  expect(firesOf('ready-to-grow', snapshot).filter(({ subject }) => subject.kind === 'workload')).toEqual([]);
});
