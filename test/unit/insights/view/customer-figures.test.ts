import { expect, test } from 'vitest';
import { customerFigures } from '../../../../lib/insights/view/insights.ts';
import { formatDay } from '../../../../lib/time/day.ts';
import {
  A,
  daysBefore,
  figuresFor,
  fullCoverage,
  listsOf,
  seats,
  snapshotFor,
  user,
} from '../../../fixtures/adoption.ts';

const view = (snapshot: ReturnType<typeof snapshotFor>, partnerId?: string) =>
  customerFigures.parse(figuresFor(snapshot, partnerId));

test('shows a customer as counted by hand', () => {
  const snapshot = snapshotFor(
    [
      user('a', { holds: ['e3'], active: { teams: [0] } }),
      user('b', { holds: ['e3'], active: { exchange: [27] } }),
      user('c', { holds: ['e3'] }),
      user('d', { holds: ['mail'], active: { exchange: [3] } }),
    ],
    { seats: listsOf({ p1: [seats('e3', 10)], p2: [seats('mail', 3)] }) },
  );
  const insights = view(snapshot, 'p1');
  expect(insights.window).toEqual({ from: '2026-02-10', to: '2026-03-09', days: 28 });
  expect(insights.deployment).toMatchObject({
    sold: 13,
    assigned: 4,
    unassigned: 9,
    assignedBeyondSold: 0,
    deploymentPercent: 30.8,
    counted: { members: 2, of: 2 },
  });
  expect(insights.deployment.products).toEqual([
    {
      sku: 'e3',
      name: 'Office 365 E3',
      family: 'office365',
      sold: 10,
      soldByYou: 10,
      grace: 0,
      graceEndsOn: null,
      onGrace: 0,
      trial: 0,
      assigned: 3,
      unassigned: 7,
      neverAssigned: 7,
      peakSince: '2026-03-09',
      idle: 1,
      deploymentPercent: 30,
      restsOn: ['exchange', 'sharepoint', 'teams'],
      activeEntitlements: 2,
      usagePercent: 20,
      activeOfAssignedPercent: 66.7,
      seatSource: 'subscriptions',
      seatsThrough: '2026-03-09',
      seatsStale: false,
      smallSample: false,
    },
    expect.objectContaining({ sku: 'mail', soldByYou: 0, usagePercent: 33.3, smallSample: true }),
  ]);
  expect(insights.usage).toMatchObject({ activeEntitlements: 3, qualified: 13, usagePercent: 23.1 });
  expect(insights.usage.families).toEqual([
    {
      family: 'office365',
      activePeople: 3,
      activePeople7: 2,
      activePeople1: 1,
      activeEntitlements: 3,
      qualified: 13,
      usagePercent: 23.1,
    },
  ]);
});

test('two partners of one customer see the same totals, their own shares, and nothing else of the other', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3'] })], {
    seats: listsOf({ alpha: [seats('e3', 10)], beta: [seats('e3', 30)] }),
  });
  const [a, b] = [view(snapshot, 'alpha'), view(snapshot, 'beta')];
  expect([a.deployment.products[0]?.soldByYou, b.deployment.products[0]?.soldByYou]).toEqual([10, 30]);
  expect([a.deployment.sold, b.deployment.sold]).toEqual([40, 40]);
  expect(JSON.stringify(a)).not.toContain('beta');
  expect(JSON.stringify(b)).not.toContain('alpha');
});

test('a seller who never sent a list has an unknown share, not 0', () => {
  const [product] = view(snapshotFor([]), 'stranger').deployment.products;
  expect(product?.soldByYou).toBeNull();
});

test('a product without sold seats is in no deployment percentage but its holders are beyond the sold seats', () => {
  const snapshot = snapshotFor([user('a', { holds: ['mail'] }), user('b', { holds: ['e3'] })], {
    seats: listsOf({ p1: [seats('e3', 2), seats('mail', 5, { state: 'grace' })] }),
  });
  expect(view(snapshot).deployment).toMatchObject({
    sold: 2,
    assigned: 1,
    unassigned: 1,
    assignedBeyondSold: 1,
    deploymentPercent: 50,
    counted: { members: 1, of: 1 },
  });
});

test('says how far each source speaks and which are stale', () => {
  const { exchange: _, ...activity } = fullCoverage.activity;
  const snapshot = snapshotFor([], {
    coverage: { activity: { ...activity, teams: daysBefore(8) } },
    seats: {
      lists: {
        p1: { day: daysBefore(40), subscriptions: [seats('e3', 10)] },
        p2: { day: daysBefore(1), subscriptions: [] },
      },
      totals: [],
    },
  });
  expect(view(snapshot, 'p2').sources).toEqual([
    { source: 'activity', workload: 'dynamics365sales', dataThrough: formatDay(A), stale: false },
    { source: 'activity', workload: 'onedrive', dataThrough: formatDay(A), stale: false },
    { source: 'activity', workload: 'sharepoint', dataThrough: formatDay(A), stale: false },
    { source: 'activity', workload: 'teams', dataThrough: daysBefore(8), stale: true },
    { source: 'activity', workload: 'yammer', dataThrough: formatDay(A), stale: false },
    { source: 'subscriptions', seller: 'all', dataThrough: daysBefore(40), stale: true },
    { source: 'subscriptions', seller: 'own', dataThrough: daysBefore(1), stale: false },
    { source: 'assignments', dataThrough: null, stale: false },
    { source: 'supportCases', dataThrough: null, stale: false },
  ]);
});

test('a list that was derived says how far the own share is known, not the seats of all', () => {
  const { lists } = listsOf({ p1: [seats('e3', 10)] });
  const derived = { day: daysBefore(50), subscriptions: [seats('e3', 5)], derived: true as const };
  const snapshot = snapshotFor([], { seats: { lists: { ...lists, p2: derived }, totals: [] } });
  const { deployment, sources } = view(snapshot, 'p2');
  expect(deployment.products).toMatchObject([{ sku: 'e3', sold: 10, soldByYou: 5, seatSource: 'subscriptions' }]);
  expect(sources.filter(({ source }) => source === 'subscriptions')).toEqual([
    { source: 'subscriptions', seller: 'all', dataThrough: daysBefore(0), stale: false },
    { source: 'subscriptions', seller: 'own', dataThrough: daysBefore(50), stale: true },
  ]);
});

test('rolls up only the products whose counts are known, and says how many', () => {
  const { assignments: _, ...coverage } = fullCoverage;
  const totals = [
    {
      source: 'graph.subscribedSkus' as const,
      day: formatDay(A),
      totals: [{ sku: 'e3', active: 20, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 15 }],
    },
  ];
  const snapshot = snapshotFor([], { coverage, seats: { ...listsOf({ p1: [seats('mail', 9)] }), totals } });
  expect(view(snapshot).deployment).toMatchObject({
    sold: 20,
    assigned: 15,
    deploymentPercent: 75,
    counted: { members: 1, of: 2 },
  });
  expect(view(snapshot).usage).toMatchObject({ usagePercent: null, counted: { members: 0, of: 2 } });
});

test('holders known by a count are as old as the count, and stale with it', () => {
  const { assignments: _, assignmentList: _list, ...coverage } = fullCoverage;
  const totals = [
    {
      source: 'graph.subscribedSkus' as const,
      day: daysBefore(300),
      totals: [{ sku: 'e3', active: 20, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 15 }],
    },
  ];
  const snapshot = snapshotFor([], { coverage, seats: { ...listsOf({ p1: [seats('e3', 20)] }), totals } });
  expect(view(snapshot, 'p1').deployment.products[0]).toMatchObject({ assigned: 15, seatSource: 'subscriptions' });
  expect(view(snapshot, 'p1').sources.at(-2)).toEqual({
    source: 'assignments',
    dataThrough: daysBefore(300),
    stale: true,
  });
});

test('a customer of trials alone has sold nothing, which is known; one without any product is not known at all', () => {
  const trial = snapshotFor([], { seats: listsOf({ p1: [seats('e3', 25, { isTrial: true })] }) });
  expect(view(trial).deployment).toMatchObject({ sold: 0, assigned: 0, deploymentPercent: null });
  const empty = snapshotFor([], { seats: { lists: {}, totals: [] } });
  expect(view(empty).deployment).toMatchObject({ sold: null, assigned: null, deploymentPercent: null });
});
