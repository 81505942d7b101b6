import { expect, test } from 'vitest';
import { FRESHNESS_LIMIT_DAYS } from '../../../../lib/insights/count/freshness.ts';
import { RECOMMENDATION_IDS } from '../../../../lib/insights/view/recommendation-ids.ts';
import {
  daysBefore,
  figuresFor,
  fullCoverage,
  listsOf,
  type SnapshotInput,
  seats,
  snapshotFor,
} from '../../../fixtures/adoption.ts';
import { casesOf, idsOf, people } from '../rule-customers.ts';

/** Sold by p1: 20 seats of E3, half of them given away and hardly used, and 10 of mail alone, full and used. */
const lists = listsOf({ p1: [seats('e3', 20, { renewsOn: daysBefore(-30) }), seats('mail', 10)] });
const users = [
  ...people('busy', 2, { holds: ['e3'], active: { teams: [0] } }),
  ...people('idle', 8, { holds: ['e3'] }),
  ...people('mail', 9, { holds: ['mail'], active: { exchange: [1] } }),
  ...people('away', 1, { holds: ['mail'] }),
];
const earlier = snapshotFor(people('busy', 15, { holds: ['e3'], active: { teams: [0] } }), { seats: lists });
const posted = { supportCases: { p1: casesOf(6) }, reported: {} };
const usualSupportLoad = { howToCases: 1, assignedPeople: 20 };

const findings = (more: SnapshotInput = {}, limits = FRESHNESS_LIMIT_DAYS) =>
  figuresFor(snapshotFor(users, { seats: lists, earlier, posted, ...more }), 'p1', { usualSupportLoad, limits })
    .findings;

/** Each finding by its rule and what it is about. */
const brief = (found: ReturnType<typeof findings>): string[] =>
  found.map(({ id, subject }) =>
    [id, 'workload' in subject ? subject.workload : 'sku' in subject ? subject.sku : 'customer'].join(' '),
  );

test('every rule fires at once, each in one place: what is due soon, what has lapsed, then what is most at stake', () => {
  expect(findings().map(({ id, atStake }) => [id, atStake])).toEqual([
    ['renewal-at-risk', 6],
    ['falling-usage', 13],
    ['idle-seats', 8],
    ['idle-seats', 1],
    ['low-usage', 8],
    ['low-usage', 6],
    ['low-usage', 3],
    ['low-deployment', 7],
    ['support-load', 5],
    ['ready-to-grow', 1],
  ]);
  expect(brief(findings())).toEqual([
    'renewal-at-risk e3',
    'falling-usage teams',
    'idle-seats e3',
    'idle-seats mail',
    'low-usage sharepoint',
    'low-usage teams',
    'low-usage exchange',
    'low-deployment e3',
    'support-load customer',
    'ready-to-grow mail',
  ]);
  const lapsed = listsOf({
    p1: [...(lists.lists.p1?.subscriptions ?? []), seats('sales', 5, { state: 'grace' })],
  });
  const sellers = people('seller', 3, { holds: ['sales'], active: { dynamics365sales: [0] } });
  const all = figuresFor(snapshotFor([...users, ...sellers], { seats: lapsed, earlier, posted }), 'p1', {
    usualSupportLoad,
  }).findings;
  expect(brief(all).slice(0, 3)).toEqual(['renewal-at-risk e3', 'lapsed-in-use sales', 'falling-usage teams']);
  expect(idsOf(all)).toEqual([...RECOMMENDATION_IDS].sort());
});

const withActivity = (through: Readonly<Record<string, string>>): SnapshotInput => ({
  coverage: { ...fullCoverage, activity: { ...fullCoverage.activity, ...through } },
});
const withoutAssignments = { activity: fullCoverage.activity };
const listOf = (day: string) => ({
  lists: { p1: { day, subscriptions: lists.lists.p1?.subscriptions ?? [] } },
  totals: [],
});
const allActivity = (day: string) =>
  withActivity(Object.fromEntries(Object.keys(fullCoverage.activity).map((workload) => [workload, day])));

test.each<{ source: string; more: SnapshotInput; left: string[] }>([
  {
    source: 'the activity of all workloads is stale',
    more: allActivity(daysBefore(8)),
    left: ['low-deployment e3', 'support-load customer'],
  },
  {
    source: 'the activity of all workloads is as old as it may be',
    more: allActivity(daysBefore(7)),
    left: brief(findings()),
  },
  {
    source: 'there is no activity',
    more: { coverage: { ...fullCoverage, activity: {} } },
    left: ['low-deployment e3', 'support-load customer'],
  },
  {
    source: 'the activity of Teams is stale',
    more: withActivity({ teams: daysBefore(8) }),
    left: [
      'low-usage sharepoint',
      'low-usage exchange',
      'low-deployment e3',
      'support-load customer',
      'idle-seats mail',
      'ready-to-grow mail',
    ],
  },
  {
    source: 'the activity of Teams ended before the window',
    more: withActivity({ teams: daysBefore(40) }),
    left: [
      'low-usage sharepoint',
      'low-usage exchange',
      'low-deployment e3',
      'support-load customer',
      'idle-seats mail',
      'ready-to-grow mail',
    ],
  },
  {
    source: 'the list of subscriptions is stale',
    more: { seats: listOf(daysBefore(36)) },
    left: ['support-load customer'],
  },
  {
    source: 'the list of subscriptions is as old as it may be',
    more: { seats: listOf(daysBefore(35)) },
    left: brief(findings()),
  },
  { source: 'there is no list of subscriptions', more: { seats: { lists: {}, totals: [] } }, left: [] },
  {
    source: 'assignments are stale',
    more: { coverage: { ...fullCoverage, assignments: { from: daysBefore(60), through: daysBefore(36) } } },
    left: ['falling-usage teams', 'low-usage sharepoint', 'low-usage teams'],
  },
  {
    source: 'there are no assignments',
    more: { coverage: withoutAssignments },
    left: ['falling-usage teams', 'low-usage sharepoint', 'low-usage teams'],
  },
  {
    source: 'support cases are stale',
    more: { posted: { supportCases: { p1: casesOf(6, 36) }, reported: {} } },
    left: brief(findings()).filter((one) => !one.startsWith('support')),
  },
  {
    source: 'there are no support cases',
    more: { posted: { supportCases: {}, reported: {} } },
    left: brief(findings()).filter((one) => !one.startsWith('support')),
  },
])('when $source, these are left: $left', ({ more, left }) => {
  expect(brief(findings(more))).toEqual(left);
});

test('the limits are those that the operator set', () => {
  const old = withActivity({ teams: daysBefore(8) });
  expect(brief(findings(old, { ...FRESHNESS_LIMIT_DAYS, activity: 8 }))).toEqual(brief(findings()));
  const listed = { seats: listOf(daysBefore(3)) };
  expect(brief(findings(listed, { ...FRESHNESS_LIMIT_DAYS, subscriptions: 2 }))).toEqual(['support-load customer']);
});

test('a renewal of a list that is stale is not spoken of, though the seats are known from a fresh file', () => {
  const total = { grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: null };
  const totals = [
    {
      source: 'graph.subscribedSkus' as const,
      day: daysBefore(0),
      totals: [
        { sku: 'e3', active: 20, ...total },
        { sku: 'mail', active: 10, ...total },
      ],
    },
  ];
  const renewals = (day: string) =>
    brief(findings({ seats: { ...listOf(day), totals } })).filter((one) => one.startsWith('renewal'));
  expect(renewals(daysBefore(35))).toEqual(['renewal-at-risk e3']);
  expect(renewals(daysBefore(36))).toEqual([]);
});

test('below 10 seats only renewals are spoken of', () => {
  const of = (quantity: number) => {
    const small = listsOf({ p1: [seats('e3', quantity, { renewsOn: daysBefore(-30) })] });
    const few = people('idle', 5, { holds: ['e3'] });
    const before = snapshotFor(people('busy', quantity, { holds: ['e3'], active: { teams: [0] } }), { seats: small });
    const snapshot = snapshotFor(few, { seats: small, earlier: before, posted });
    return idsOf(figuresFor(snapshot, 'p1', { usualSupportLoad }).findings);
  };
  expect(of(10)).toEqual([
    'falling-usage',
    'idle-seats',
    'low-deployment',
    'low-usage',
    'renewal-at-risk',
    'support-load',
  ]);
  expect(of(9)).toEqual(['renewal-at-risk']);
});

test('more active people than a few seats are no reason to grow', () => {
  const snapshot = snapshotFor(people('busy', 12, { holds: ['mail'], active: { exchange: [0] } }), {
    seats: listsOf({ p1: [seats('mail', 9)] }),
  });
  expect(figuresFor(snapshot, 'p1').findings).toEqual([]);
});

test('a trial fires nothing, however little it is used', () => {
  const trial = listsOf({ p1: [seats('e3', 50, { isTrial: true, renewsOn: daysBefore(-9) })] });
  const snapshot = snapshotFor(people('idle', 20, { holds: ['e3'] }), { seats: trial });
  expect(figuresFor(snapshot, 'p1').findings).toEqual([]);
});
