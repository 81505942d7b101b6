import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../../../lib/activity/calendar.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import { comparisonOf } from '../../../lib/insights/view/comparison.ts';
import { type HoldingHistory, mergeChange } from '../../../lib/licensing/assignment.ts';
import type { Day } from '../../../lib/time/day.ts';
import { A, figuresFor, listsOf, seats, snapshotFor } from '../../fixtures/adoption.ts';

/** One person's life: products given and taken on some days, and activity that becomes known some days later. */
interface Life {
  readonly changes: Readonly<Record<string, readonly (readonly [back: number, held: boolean])[]>>;
  readonly used: readonly { readonly workload: string; readonly back: number; readonly delay: number }[];
}

const SKUS = ['e3', 'mail', 'sales', 'explore'];
const SPAN = 6;
const changes = fc.array(fc.tuple(fc.nat(45), fc.boolean()), { minLength: 1, maxLength: 4 });
const lifeWith = (delay: fc.Arbitrary<number>): fc.Arbitrary<Life> =>
  fc.record({
    changes: fc.dictionary(fc.constantFrom(...SKUS), changes, { minKeys: 1, maxKeys: 3 }),
    used: fc.array(
      fc.record({
        workload: fc.constantFrom('exchange', 'teams', 'sharepoint', 'onedrive', 'dynamics365sales', 'yammer'),
        back: fc.nat(40),
        delay,
      }),
      { maxLength: 5 },
    ),
  });

const historyOf = (some: Life['changes'][string]): HoldingHistory =>
  some.reduce<HoldingHistory>((history, [back, held]) => mergeChange(history, A - back, held), []);

/** What is known of a person at the end of a day. */
const factsOn = (today: Day, { changes: made, used }: Life, index: number): UserFacts => {
  const known = used.filter(({ back, delay }) => A - back + delay <= today);
  const calendar = calendarOf(known.map(({ workload, back }) => ({ workload, day: A - back })));
  const holdings = Object.fromEntries(Object.entries(made).map(([sku, some]) => [sku, historyOf(some)]));
  return { userId: `user-${index}`, holdings, ...(calendar ? { calendar } : {}) };
};

const lists = listsOf({ p1: SKUS.map((sku) => seats(sku, 3, { isTrial: sku === 'explore' })) });

/** The snapshot of a day as it is computed on the day after. */
const computed = (lives: readonly Life[], asOf: Day, today = asOf + 1): Snapshot =>
  snapshotFor(
    lives.map((life, index) => factsOn(today, life, index)),
    { asOf, seats: lists },
  );

const NOTHING = { assigned: null, activeEntitlements: null, flows: null };
const productIn = ({ products }: Snapshot, sku: string) => products.find((one) => one.sku === sku) ?? NOTHING;
const compared = (snapshots: readonly Snapshot[]) => {
  const figures = snapshots.map((one) => figuresFor(one, 'p1'));
  const [from, to] = [figures[0], figures.at(-1)];
  if (!from || !to) throw new Error('There are no snapshots');
  return comparisonOf(
    from,
    to,
    figures.slice(1).map(({ flows }) => flows),
  );
};

test('what is active and assigned changes from day to day by exactly what flowed in and out', () => {
  fc.assert(
    fc.property(fc.array(lifeWith(fc.nat(1)), { minLength: 1, maxLength: 5 }), (lives) => {
      const snapshots = Array.from({ length: SPAN }, (_, index) => computed(lives, A - SPAN + index));
      const flows = (sku: string) => snapshots.slice(1).map((one) => productIn(one, sku).flows);
      for (const sku of SKUS) {
        const sums = flows(sku).reduce(
          (sum, one) => ({
            assigned: sum.assigned + (one?.assigned ?? Number.NaN) - (one?.reclaimed ?? Number.NaN),
            active: sum.active + (one?.activated ?? Number.NaN) - (one?.lapsed ?? Number.NaN),
          }),
          { assigned: 0, active: 0 },
        );
        const [from, to] = [snapshots[0], snapshots.at(-1)].map((one) => one && productIn(one, sku));
        expect((to?.assigned ?? Number.NaN) - (from?.assigned ?? Number.NaN)).toBe(sums.assigned);
        expect((to?.activeEntitlements ?? Number.NaN) - (from?.activeEntitlements ?? Number.NaN)).toBe(sums.active);
      }
      const { usage, flows: summed, otherwise } = compared(snapshots);
      expect(usage.activeEntitlements.change).toBe((summed?.activated ?? 0) - (summed?.lapsed ?? 0));
      expect(otherwise).toBe(0);
      const assigned = snapshots.map(({ products }) => products.reduce((sum, one) => sum + (one.assigned ?? 0), 0));
      expect((assigned.at(-1) ?? 0) - (assigned[0] ?? 0)).toBe((summed?.assigned ?? 0) - (summed?.reclaimed ?? 0));
    }),
    { numRuns: 300 },
  );
});

const activeIn = (snapshot: Snapshot): number => figuresFor(snapshot).usage.activeEntitlements ?? Number.NaN;

test('activity that comes late is in no flow, and otherwise is exactly what it added to the days before', () => {
  fc.assert(
    fc.property(fc.array(lifeWith(fc.nat(5)), { minLength: 1, maxLength: 5 }), (lives) => {
      const days = Array.from({ length: SPAN }, (_, index) => A - SPAN + index);
      const cameLate = days
        .slice(1)
        .map((day) => activeIn(computed(lives, day - 1, day + 1)) - activeIn(computed(lives, day - 1)))
        .reduce((sum, added) => sum + added, 0);
      expect(compared(days.map((day) => computed(lives, day))).otherwise).toBe(cameLate);
    }),
    { numRuns: 300 },
  );
});

test('one entitlement whose activity became known two days later is the whole of otherwise', () => {
  const late: Life = { changes: { mail: [[45, true]] }, used: [{ workload: 'exchange', back: 5, delay: 3 }] };
  const snapshots = [5, 4, 3, 2].map((back) => computed([late], A - back));
  expect(snapshots.map(activeIn)).toEqual([0, 0, 1, 1]);
  expect(compared(snapshots)).toMatchObject({
    usage: { activeEntitlements: { change: 1 } },
    flows: { activated: 0, lapsed: 0 },
    otherwise: 1,
  });
});
