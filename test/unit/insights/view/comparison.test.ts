import { expect, test } from 'vitest';
import { differencesOf } from '../../../../lib/insights/count/definitions.ts';
import { comparison, comparisonOf } from '../../../../lib/insights/view/comparison.ts';
import {
  A,
  daysBefore,
  figuresFor,
  fullCoverage,
  listsOf,
  type SnapshotInput,
  seats,
  snapshotFor,
  user,
} from '../../../fixtures/adoption.ts';

const lists = listsOf({ p1: [seats('e3', 10), seats('mail', 5)] });

/** Three days of a small customer: ada's activity of 28 days ago lapses, bob begins, cy's seat goes to dee. */
const users = [
  user('ada', { holds: ['e3'], active: { teams: [28] } }),
  user('bob', { holds: ['e3'], active: { teams: [0] } }),
  user('cy', {
    held: {
      mail: [
        [A - 90, true],
        [A - 1, false],
      ],
    },
    active: { exchange: [5] },
  }),
  user('dee', { held: { mail: [[A, true]] } }),
];
const day = (back: number, more: SnapshotInput = {}) =>
  figuresFor(snapshotFor(users, { seats: lists, asOf: A - back, ...more }), 'p1');

test('shows numerators, denominators and rates apart, and what flowed in and out, as counted by hand', () => {
  const [from, between, to] = [day(2), day(1), day(0, { seats: listsOf({ p1: [seats('e3', 20), seats('mail', 5)] }) })];
  expect(from.usage).toMatchObject({ activeEntitlements: 2, qualified: 15 });
  expect(between.flows).toEqual({ assigned: 0, reclaimed: 1, activated: 0, lapsed: 1 });
  expect(to.flows).toEqual({ assigned: 1, reclaimed: 0, activated: 1, lapsed: 1 });
  const change = comparison.parse(comparisonOf(from, to, [between.flows, to.flows]));
  expect(change).toMatchObject({
    customerId: 'contoso',
    from: daysBefore(2),
    to: daysBefore(0),
    deployment: {
      assigned: { from: 3, to: 3, change: 0 },
      sold: { from: 15, to: 25, change: 10 },
      deploymentPercent: { from: 20, to: 12, change: -8 },
    },
    usage: {
      activeEntitlements: { from: 2, to: 1, change: -1 },
      qualified: { from: 15, to: 25, change: 10 },
      usagePercent: { from: 13.3, to: 4, change: -9.3 },
      activePeople: { from: 2, to: 2, change: 0 },
    },
    flows: { assigned: 1, reclaimed: 1, activated: 1, lapsed: 2 },
    otherwise: 0,
  });
  expect(change.products).toMatchObject([
    { sku: 'e3', activeEntitlements: { from: 1, to: 1, change: 0 }, usagePercent: { from: 10, to: 5, change: -5 } },
    { sku: 'mail', activeEntitlements: { from: 1, to: 0, change: -1 }, assigned: { from: 1, to: 1, change: 0 } },
  ]);
  expect(change.workloads.find(({ workload }) => workload === 'teams')).toEqual({
    family: 'office365',
    workload: 'teams',
    active: { from: 1, to: 1, change: 0 },
    qualified: { from: 10, to: 20, change: 10 },
    usagePercent: { from: 10, to: 5, change: -5 },
  });
});

test('a product of one of the days alone has no change, and neither has what is not known', () => {
  const [from, to] = [
    figuresFor(snapshotFor([user('a', { holds: ['e3'] })], { seats: listsOf({ p1: [seats('e3', 10)] }) })),
    figuresFor(snapshotFor([], { seats: listsOf({ p1: [seats('mail', 4)] }), coverage: { activity: {} } })),
  ];
  const { products, usage } = comparisonOf(from, to, [to.flows]);
  expect(products).toMatchObject([
    { sku: 'mail', name: 'Exchange Online (Plan 1)', sold: { from: null, to: 4, change: null } },
    { sku: 'e3', name: 'Office 365 E3', sold: { from: 10, to: null, change: null } },
  ]);
  expect(usage).toMatchObject({ activeEntitlements: { from: 0, to: null, change: null } });
});

test('the flows of a span with a day that is not known are not known', () => {
  const flows = { assigned: 1, reclaimed: 0, activated: 0, lapsed: 0 };
  expect(comparisonOf(day(2), day(0), [null, flows])).toMatchObject({ flows: null, otherwise: null });
});

test('percentages of one decimal differ by one decimal', () => {
  const at = (usagePercent: number) => ({ ...day(0), usage: { ...day(0).usage, usagePercent } });
  expect(comparisonOf(at(30.3), at(30.1), []).usage.usagePercent.change).toBe(-0.2);
  expect(comparisonOf(at(0.1), at(0.4), []).usage.usagePercent.change).toBe(0.3);
});

test('flows are not known once the calendars no longer hold the day before', () => {
  const noon = (days: number) => new Date((A + days) * 86_400_000 + 43_200_000);
  expect(day(0, { startedAt: noon(3) }).flows).toEqual({ assigned: 1, reclaimed: 0, activated: 1, lapsed: 1 });
  expect(day(0, { startedAt: noon(4) }).flows).toBeNull();
});

test('flows are not known of the first day on which assignments are known', () => {
  const knownFrom = (from: string) => ({
    coverage: { ...fullCoverage, assignments: { from, through: daysBefore(0) } },
  });
  expect(day(0, knownFrom(daysBefore(1))).flows).not.toBeNull();
  expect(day(0, knownFrom(daysBefore(0))).flows).toBeNull();
});

test('flows since a day before the viewer was linked are not shown', () => {
  const snapshot = snapshotFor(users, { seats: lists });
  expect(figuresFor(snapshot, 'p1', { firstDay: daysBefore(1) }).flows).not.toBeNull();
  expect(figuresFor(snapshot, 'p1', { firstDay: daysBefore(0) }).flows).toBeNull();
});

test('days are told apart by window, catalogue and lag, each in words', () => {
  const made = { windowDays: 28, catalogVersion: 'a', reportingLagDays: 1, countingVersion: 1 };
  expect(differencesOf(made, { ...made })).toEqual([]);
  expect(differencesOf(made, { windowDays: 30, catalogVersion: 'b', reportingLagDays: 2, countingVersion: 2 })).toEqual(
    [
      'the window (28 and 30 days)',
      'the catalogue of products (versions a and b)',
      'the reporting lag (1 and 2 days)',
      'the rules by which figures are counted (versions 1 and 2)',
    ],
  );
});
