import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BASES, basisOf, excessReasonsOf } from '../../../../lib/insights/count/basis.ts';
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

const row = (snapshot: ReturnType<typeof snapshotFor>, workload: string, family = 'office365') =>
  figuresFor(snapshot, 'p1').usage.workloads.find((one) => one.workload === workload && one.family === family);
const active = { teams: [1] };
const people = (count: number, holds: string[], prefix = holds.join()) =>
  Array.from({ length: count }, (_, index) => user(`${prefix}-${index}`, { holds, active }));
const none = { qualified: 0, lapsed: 0, trial: 0, overAssigned: 0, reassigned: 0, unlicensed: 0, unknown: 0 };

test('turnover: the seat of one person went to another, and both were active', () => {
  const left = user('left', {
    held: {
      e3: [
        [A - 90, true],
        [A - 10, false],
      ],
    },
    active: { teams: [12] },
  });
  const came = user('came', { held: { e3: [[A - 10, true]] }, active });
  const shown = row(snapshotFor([left, came], { seats: listsOf({ p1: [seats('e3', 1)] }) }), 'teams');
  expect(shown).toMatchObject({ active: 2, qualified: 1, usagePercent: 200, excess: 1, idleQualifiedSeats: 0 });
  expect(shown?.basis).toEqual({ ...none, qualified: 1, reassigned: 1 });
  expect(shown?.excessReasons).toEqual([
    {
      basis: 'reassigned',
      users: 1,
      text: expect.stringMatching(/^1 person active before the seat went to somebody else/u),
    },
  ]);
});

test('two subscriptions of one product of which one lapsed', () => {
  const lists = listsOf({ p1: [seats('e3', 3), seats('e3', 4, { id: 'old', state: 'suspended' })] });
  const shown = row(snapshotFor(people(6, ['e3']), { seats: lists }), 'teams');
  expect(shown).toMatchObject({ active: 6, qualified: 3, excess: 3 });
  expect(shown?.basis).toEqual({ ...none, qualified: 3, lapsed: 3 });
});

test('trials: their users are active, their seats are not sold', () => {
  const lists = listsOf({ p1: [seats('e3', 2), seats('e3', 10, { id: 'try', isTrial: true })] });
  const shown = row(snapshotFor(people(5, ['e3']), { seats: lists }), 'teams');
  expect(shown).toMatchObject({ active: 5, qualified: 2, excess: 3 });
  expect(shown?.basis).toEqual({ ...none, qualified: 2, trial: 3 });
});

test('use beyond the licence: Yammer without any product that contains it', () => {
  const beyond = Array.from({ length: 3 }, (_, index) =>
    user(`y-${index}`, { holds: ['e3'], active: { yammer: [2] } }),
  );
  const shown = row(snapshotFor(beyond), 'yammer');
  expect(shown).toMatchObject({ active: 3, qualified: 0, usagePercent: null, excess: 3 });
  expect(shown?.basis).toEqual({ ...none, unlicensed: 3 });
});

test('over-assignment: more people hold the product than there are seats of any kind', () => {
  const shown = row(snapshotFor(people(7, ['e3']), { seats: listsOf({ p1: [seats('e3', 4)] }) }), 'teams');
  expect(shown?.basis).toEqual({ ...none, qualified: 4, overAssigned: 3 });
});

test('people with several products make room for those with one, whatever the order', () => {
  const users = [...people(2, ['e1', 'e3']), ...people(2, ['e3'])];
  const lists = listsOf({ p1: [seats('e3', 2), seats('e1', 2)] });
  for (const order of [users, [...users].reverse()])
    expect(row(snapshotFor(order, { seats: lists }), 'teams')).toMatchObject({
      basis: { ...none, qualified: 4 },
      excess: 0,
      excessReasons: [],
      overlapSeats: 2,
    });
});

test('overlapping seats are counted whether or not their people are active, and only of products with qualified seats', () => {
  const users = [user('idle', { holds: ['e3', 'e1', 'mail'] }), user('one', { holds: ['e3'] })];
  const lists = listsOf({ p1: [seats('e3', 2), seats('mail', 2), seats('e1', 2, { state: 'grace' })] });
  const snapshot = snapshotFor(users, { seats: lists });
  expect(row(snapshot, 'exchange')?.overlapSeats).toBe(1);
  expect(row(snapshot, 'teams')?.overlapSeats).toBe(0);
});

test('who cannot be told apart is unknown: a product known by counts only, or assignments younger than the window', () => {
  const stranger = [user('stranger', { active })];
  const young = { ...fullCoverage, assignments: { from: daysBefore(26), through: daysBefore(0) } };
  expect(row(snapshotFor(stranger), 'teams')?.basis).toEqual({ ...none, unlicensed: 1 });
  expect(row(snapshotFor(stranger, { coverage: young }), 'teams')?.basis).toEqual({ ...none, unknown: 1 });
  const totals = [
    {
      source: 'graph.subscribedSkus' as const,
      day: daysBefore(0),
      totals: [{ sku: 'e1', active: 9, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 6 }],
    },
  ];
  const counted = snapshotFor([...stranger, ...people(1, ['e3'])], {
    seats: { ...listsOf({ p1: [seats('e3', 5)] }), totals },
  });
  expect(row(counted, 'teams')?.basis).toEqual({ ...none, qualified: 1, unknown: 1 });
});

test('holders of a product whose seats nobody knows are unknown, not over-assigned', () => {
  const snapshot = snapshotFor([...people(2, ['e1']), ...people(3, ['e3'])], {
    seats: listsOf({ p1: [seats('e3', 2)] }),
  });
  expect(row(snapshot, 'teams')?.basis).toEqual({ ...none, qualified: 2, overAssigned: 1, unknown: 2 });
});

test('reasons come largest first and add up to the excess and the idle qualified seats', () => {
  const users = [...people(2, ['e3']), ...people(4, [], 'none'), ...people(3, ['explore'])];
  const lists = listsOf({ p1: [seats('e3', 5), seats('explore', 3)] });
  const shown = row(snapshotFor(users, { seats: lists }), 'teams');
  expect(shown?.excessReasons.map(({ basis, users: many }) => [basis, many])).toEqual([
    ['unlicensed', 4],
    ['trial', 3],
  ]);
  expect(shown).toMatchObject({ active: 9, qualified: 5, excess: 4, idleQualifiedSeats: 3 });
});

test('there are no reasons without an excess', () => {
  expect(excessReasonsOf({ ...none, qualified: 5, unlicensed: 2 }, 0)).toEqual([]);
  expect(excessReasonsOf({ ...none, unlicensed: 2 }, null)).toEqual([]);
});

test('the bases add up to the active people and are never negative', () => {
  const SKUS = ['a', 'b', 'c'];
  const group = fc.record({ skus: fc.subarray(SKUS, { minLength: 1 }), people: fc.integer({ min: 1, max: 9 }) });
  const kinds = fc.record({ qualified: fc.option(fc.nat(9)), lapsed: fc.nat(9), trial: fc.nat(9) });
  const knowledge = fc.record({ wholeWindow: fc.boolean(), countOnly: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(group, { maxLength: 6 }),
      fc.nat(5),
      fc.nat(5),
      fc.tuple(kinds, kinds, kinds),
      knowledge,
      (holders, former, others, [a, b, c], known) => {
        const seatsByKind = new Map([
          ['a', a],
          ['b', b],
          ['c', c],
        ]);
        const basis = basisOf({ holders, former, others }, seatsByKind, known);
        const holding = holders.reduce((sum, { people: many }) => sum + many, 0);
        expect(BASES.reduce((sum, name) => sum + basis[name], 0)).toBe(holding + former + others);
        for (const name of BASES) expect(basis[name]).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 500 },
  );
});

test('seats held for more than 30 days and not used are idle', () => {
  const since = (days: number, more = {}) => user(`u${days}`, { held: { e3: [[A - days, true]] }, ...more });
  const snapshot = snapshotFor([since(31), since(30), since(60, { active })]);
  expect(snapshot.products[0]).toMatchObject({ sku: 'e3', assigned: 3, activeEntitlements: 1, idle: 1 });
});

test('of further products only as many seats overlap as are sold, whatever else their people sit on', () => {
  const users = people(10, ['e3', 'e1']);
  const lists = listsOf({ p1: [seats('e3', 10), seats('e1', 1), seats('e1', 20, { state: 'grace' })] });
  expect(row(snapshotFor(users, { seats: lists }), 'teams')).toMatchObject({ qualified: 11, overlapSeats: 1 });
});

test('overlapping seats are never more than there are', () => {
  const users = people(10, ['e3', 'e1']);
  const lists = listsOf({ p1: [seats('e3', 2), seats('e1', 1)] });
  expect(row(snapshotFor(users, { seats: lists }), 'teams')).toMatchObject({ qualified: 3, overlapSeats: 1 });
});

test('seats that nobody told of are not known, and so is no excess over them', () => {
  const users = people(3, []);
  const shown = row(snapshotFor(users, { seats: { lists: {}, totals: [] } }), 'teams');
  expect(shown).toMatchObject({ active: 3, qualified: null, usagePercent: null, excess: null, excessReasons: [] });
  expect(shown?.idleQualifiedSeats).toBeNull();
});
