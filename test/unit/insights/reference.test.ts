import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../../../lib/activity/calendar.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import { mergeChange } from '../../../lib/licensing/assignment.ts';
import { replaceLists } from '../../../lib/licensing/seller-lists.ts';
import { SUBSCRIPTION_STATES, type Subscription } from '../../../lib/licensing/subscription.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { A, daysBefore, fullCoverage, snapshotFor } from '../../fixtures/adoption.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { countPlainly, type Heard, heardPlainly, type Person } from './reference.ts';

const DAYS = 60;
const SKUS = [...smallCatalogue.products.keys()];
const WORKLOADS = Object.keys(fullCoverage.activity);

/** A holding that begins and ends at most once more than it began: held between two days ago, perhaps up to now. */
const holding = fc
  .record({ from: fc.nat(DAYS - 1), to: fc.oneof(fc.constant(-1), fc.nat(DAYS - 1)) })
  .map(({ from, to }) => Array.from({ length: DAYS }, (_, ago) => ago <= from && ago > to));
const person: fc.Arbitrary<Person> = fc.record({
  held: fc.dictionary(fc.constantFrom(...SKUS), holding, { maxKeys: 3 }),
  withheld: fc.dictionary(
    fc.constantFrom(...SKUS),
    fc.dictionary(fc.constantFrom('exchange', 'sharepoint', 'teams', 'dynamics365sales'), holding, { maxKeys: 2 }),
    { maxKeys: 2 },
  ),
  used: fc.dictionary(fc.constantFrom(...WORKLOADS), fc.array(fc.nat(31), { minLength: 1, maxLength: 3 }), {
    maxKeys: 3,
  }),
});
const subscription: fc.Arbitrary<Subscription> = fc.record({
  id: fc.uuid(),
  sku: fc.constantFrom(...SKUS),
  quantity: fc.nat(4),
  state: fc.constantFrom(...SUBSCRIPTION_STATES),
  isTrial: fc.boolean(),
});

/** The history of what held on which of the days, counted back from the as-of day. */
const historyOf = (byDay: readonly boolean[]) =>
  byDay.reduceRight(
    (history, now, ago) => (now === (byDay[ago + 1] ?? false) ? history : mergeChange(history, A - ago, now)),
    mergeChange([], A - DAYS, false),
  );

const mapValues = <From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));

const factsOf = ({ held, withheld, used }: Person, index: number): UserFacts => {
  const days = Object.entries(used).flatMap(([workload, agos]) => agos.map((ago) => ({ workload, day: A - ago })));
  const calendar = calendarOf(days);
  const holdings = mapValues(held, historyOf);
  const taken = mapValues(withheld, (workloads) => mapValues(workloads, historyOf));
  return { userId: `user-${index}`, holdings, withheld: taken, ...(calendar ? { calendar } : {}) };
};

test('agrees with a plain count over lists for random customers of all states, sellers, products, turnover, trials and withheld workloads', () => {
  fc.assert(
    fc.property(
      fc.array(person, { maxLength: 6 }),
      fc.array(subscription, { maxLength: 5 }),
      fc.array(subscription, { maxLength: 3 }),
      fc.array(subscription, { maxLength: 3 }),
      fc.nat(35),
      (people, own, foreign, gone, ago) => {
        const p2 = { day: formatDay(A), subscriptions: foreign };
        const soldByP1 = (some: readonly Subscription[]) => some.map((one) => ({ seller: 'p1', subscription: one }));
        const before = replaceLists({ lists: { p2 } }, soldByP1([...own, ...gone]), 'p1', daysBefore(45));
        const { lists, ended } = replaceLists(before, soldByP1(own), 'p1', daysBefore(ago));
        const listed = lists.p1?.subscriptions ?? [];
        const vanished = gone.flatMap((one): Subscription[] => {
          if (one.state === 'pending') return [];
          const wasOver = one.state === 'cancelled' || one.state === 'upgraded';
          // Of what had ended when it was first listed that day stays; it is remembered for 32 days.
          if (wasOver && 45 - ago >= 32) return [];
          return [{ ...one, state: 'cancelled', stateSince: daysBefore(wasOver ? 45 : ago) }];
        });
        const snapshot = snapshotFor(people.map(factsOf), { seats: { lists, ended, totals: [] } });
        const plain = countPlainly(people, [...listed, ...foreign, ...vanished], smallCatalogue, daysBefore);
        expect(
          snapshot.products.map(
            ({
              soldBySeller: _o,
              grace: _g,
              trial: _t,
              peakAssigned: _p,
              peakSince: _ps,
              seatSource: _s,
              ...product
            }) => product,
          ),
        ).toEqual(plain.products.sort((a, b) => (a.sku < b.sku ? -1 : 1)));
        for (const { active7: _7, active1: _1, ...row } of snapshot.workloads)
          expect(row).toEqual(plain.row(row.family, row.workload));
      },
    ),
    { numRuns: 2000 },
  );
});

test('agrees with a plain count of the days on which each part of a workload is heard of', () => {
  const span = fc.tuple(fc.nat(45), fc.nat(45)).map(([a, b]) => ({ from: Math.max(a, b), through: Math.min(a, b) }));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...WORKLOADS), span), (heard: Heard) => {
      const activity = mapValues(heard, ({ through }) => daysBefore(through));
      const heardFrom = mapValues(heard, ({ from }) => daysBefore(from));
      const coverage = { ...fullCoverage, activity, heardFrom };
      const used = mapValues(heard, ({ through }) => [through]);
      const { workloads } = snapshotFor([factsOf({ held: {}, withheld: {}, used }, 0)], { coverage });
      for (const { workload, heardDays, active } of workloads) {
        expect([workload, heardDays]).toEqual([workload, heardPlainly(heard, workload)]);
        expect(active === null).toBe(heardDays === null);
      }
    }),
  );
});
