import { expect, test } from 'vitest';
import type { Subscription } from '../../../../../lib/licensing/subscription.ts';
import {
  daysBefore,
  figuresFor,
  fullCoverage,
  listsOf,
  type SnapshotInput,
  seats,
  snapshotFor,
} from '../../../../fixtures/adoption.ts';
import { firesOf, people } from '../../rule-customers.ts';

const inGrace = (sku: string, quantity: number, more: Partial<Subscription> = {}) =>
  seats(sku, quantity, { id: `${sku}-grace`, state: 'grace', ...more });

/** 35 seats of mail sold and 20 in grace; 49 of 53 holders use it. */
const graphicDesign = (more: Partial<Subscription> = {}, input: SnapshotInput = {}) =>
  snapshotFor(
    [
      ...people('active', 49, { holds: ['mail'], active: { exchange: [0] } }),
      ...people('passive', 4, { holds: ['mail'] }),
    ],
    { seats: listsOf({ p1: [seats('mail', 35), inGrace('mail', 20, more)] }), ...input },
  );

test('people who find no sold seat and work on one in grace are advice of their own, and no growth', () => {
  const snapshot = graphicDesign({ graceEndsOn: daysBefore(-25) });
  expect(firesOf('lapsed-in-use', snapshot)).toEqual([
    {
      id: 'lapsed-in-use',
      severity: 'high',
      subject: { kind: 'product', sku: 'mail', name: 'Exchange Online (Plan 1)' },
      atStake: 14,
      evidence: { people: 14, grace: 20, sold: 35, graceEndsOn: daysBefore(-25) },
    },
  ]);
  // The product is full beyond its sold seats only by those in grace.
  expect(firesOf('ready-to-grow', snapshot)).toEqual([]);
  expect(firesOf('ready-to-grow', graphicDesign({ state: 'suspended' }))).toEqual([]);
  expect(firesOf('ready-to-grow', graphicDesign({ state: 'pending' })).map(({ subject }) => subject.kind)).toEqual([
    'product',
    'workload',
  ]);
  const [row] = figuresFor(snapshot, 'p1').usage.workloads;
  expect(row?.basis?.lapsed).toBe(14);
});

test('a date that nobody told stays untold', () => {
  expect(firesOf('lapsed-in-use', graphicDesign())[0]?.evidence).toMatchObject({ graceEndsOn: null });
});

test('the date of a seller is told to that seller and the operator, that of a tenant-wide file to all', () => {
  const snapshot = graphicDesign({ graceEndsOn: daysBefore(-25) });
  const dateFor = (partnerId?: string) => figuresFor(snapshot, partnerId).deployment.products[0]?.graceEndsOn;
  expect([dateFor('p1'), dateFor('p2'), dateFor()]).toEqual([daysBefore(-25), null, daysBefore(-25)]);
  const total = { sku: 'mail', active: 35, grace: 20, trial: 0, suspended: 0, lockedOut: 0, assigned: null };
  const file = {
    source: 'graph.directorySubscriptions' as const,
    day: daysBefore(0),
    totals: [{ ...total, graceEndsOn: daysBefore(-11) }],
  };
  const byFile = graphicDesign({}, { seats: { lists: {}, totals: [file] } });
  expect(figuresFor(byFile, 'p2').deployment.products[0]).toMatchObject({ graceEndsOn: daysBefore(-11), onGrace: 14 });
});

test.each<[string, SnapshotInput]>([
  [
    'the list is stale',
    {
      seats: {
        ...listsOf({}),
        lists: { p1: { day: daysBefore(36), subscriptions: [seats('mail', 35), inGrace('mail', 20)] } },
      },
    },
  ],
  [
    'who holds what is stale',
    { coverage: { ...fullCoverage, assignments: { from: daysBefore(60), through: daysBefore(36) } } },
  ],
  ['the activity is stale', { coverage: { ...fullCoverage, activity: { exchange: daysBefore(8) } } }],
  ['fewer than 24 days are heard of', { coverage: { ...fullCoverage, heardFrom: { exchange: daysBefore(22) } } }],
])('says nothing when %s', (_, input) => {
  expect(firesOf('lapsed-in-use', graphicDesign({}, input))).toEqual([]);
});

test('who also holds a sold seat of another product does not work on the lapsed one', () => {
  const moved = snapshotFor(people('moved', 20, { holds: ['e3', 'mail'], active: { exchange: [0] } }), {
    seats: listsOf({ p1: [seats('e3', 12), inGrace('mail', 20)] }),
  });
  expect(firesOf('lapsed-in-use', moved)).toMatchObject([{ atStake: 8, evidence: { people: 8, grace: 20, sold: 0 } }]);
  const all = snapshotFor(people('moved', 20, { holds: ['e3', 'mail'], active: { exchange: [0] } }), {
    seats: listsOf({ p1: [seats('e3', 20), inGrace('mail', 20)] }),
  });
  expect(firesOf('lapsed-in-use', all)).toEqual([]);
});

test('a few seats are spoken of as well; seats in grace that nobody uses are not', () => {
  const few = (active: Readonly<Record<string, readonly number[]>>) =>
    snapshotFor(people('one', 2, { holds: ['mail'], active }), { seats: listsOf({ p1: [inGrace('mail', 3)] }) });
  expect(firesOf('lapsed-in-use', few({ exchange: [3] }))).toMatchObject([{ atStake: 2 }]);
  expect(firesOf('lapsed-in-use', few({}))).toEqual([]);
});

test('of a snapshot made before seats in grace were looked at, nothing is told', () => {
  const snapshot = graphicDesign();
  const old = { ...snapshot, workloads: snapshot.workloads.map(({ onGrace: _onGrace, ...row }) => row) };
  expect(firesOf('lapsed-in-use', old)).toEqual([]);
  expect(figuresFor(old, 'p1').deployment.products[0]).toMatchObject({ grace: 20, onGrace: null });
});
