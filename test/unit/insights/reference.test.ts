import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarOf } from '../../../lib/activity/calendar.ts';
import { joinUsers } from '../../../lib/insights/count/join-users.ts';
import type { UserFacts } from '../../../lib/insights/count/user-standing.ts';
import { mergeChange } from '../../../lib/licensing/assignment.ts';
import { personsOf } from '../../../lib/licensing/identities/persons.ts';
import { replaceLists } from '../../../lib/licensing/seller-lists.ts';
import { SUBSCRIPTION_STATES, type Subscription } from '../../../lib/licensing/subscription.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { A, daysBefore, fullCoverage, snapshotFor } from '../../fixtures/adoption.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { countPlainly, type Heard, heardPlainly, onePerson, type Person } from './reference.ts';

type SeatLists = NonNullable<NonNullable<Parameters<typeof snapshotFor>[1]>['seats']>;

const groupedCatalogue = {
  ...smallCatalogue,
  groups: new Map([['tools', { id: 'tools', name: 'Tools', products: ['e1', 'mail', 'sales'] }]]),
};

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

/** Counts users as a recalculation does, with other ids mapped to some. */
const countedWith = async (users: readonly UserFacts[], identities: ReadonlyMap<string, string>, sold: SeatLists) => {
  const counted: UserFacts[] = [];
  const joiner = joinUsers((one) => counted.push(one), personsOf(identities));
  for (const one of users) joiner.add(one);
  joiner.end();
  return snapshotFor(counted, { seats: sold, catalogue: groupedCatalogue });
};

/** People, each by up to four ids. */
const peopleOfIds = fc.array(fc.array(person, { minLength: 1, maxLength: 4 }), { maxLength: 4 });
const seatsOfP1 = fc.array(subscription, { maxLength: 5 }).map((subscriptions): SeatLists => {
  return { lists: { p1: { day: formatDay(A), subscriptions } }, ended: [], totals: [] };
});

const idOf = (whose: number, which: number): string => `user-${whose}${which === 0 ? '' : `-as-${which}`}`;
const mapOf = (people: readonly (readonly Person[])[]): Map<string, string> =>
  new Map(
    people.flatMap((ids, whose) =>
      ids.flatMap((_, which) => (which === 0 ? [] : [[idOf(whose, which), idOf(whose, 0)] as const])),
    ),
  );

test('with other ids mapped to them, people count as a plain count over joined people says, whatever each id holds', async () => {
  await fc.assert(
    fc.asyncProperty(peopleOfIds, seatsOfP1, async (people, sold) => {
      const stored = people.flatMap((ids, whose) =>
        ids.map((one, which) => ({ ...factsOf(one, whose), userId: idOf(whose, which) })),
      );
      const snapshot = await countedWith(stored.toReversed(), mapOf(people), sold);
      const plain = countPlainly(people.map(onePerson), sold.lists.p1?.subscriptions ?? [], smallCatalogue, daysBefore);
      expect(
        snapshot.products.map(({ sku, assigned, activeEntitlements, idle, flows }) => {
          return { sku, assigned, activeEntitlements, idle, flows };
        }),
      ).toEqual(
        plain.products
          .sort((a, b) => (a.sku < b.sku ? -1 : 1))
          .map(({ sku, assigned, activeEntitlements, idle, flows }) => {
            return { sku, assigned, activeEntitlements, idle, flows };
          }),
      );
      for (const { active7: _7, active1: _1, ...row } of snapshot.workloads)
        expect(row).toEqual(plain.row(row.family, row.workload));
    }),
    { numRuns: 500 },
  );
});

/** Each product by the first of a person's ids that holds it: no two vendors sell the same one. */
const ofOneVendorEach = (ids: readonly Person[]): Person[] => {
  const known = new Set<string>();
  return ids.map(({ held, withheld, used }) => {
    const own = Object.keys(held).filter((sku) => !known.has(sku));
    for (const sku of own) known.add(sku);
    const only = <Value>(record: Readonly<Record<string, Value>>) =>
      Object.fromEntries(Object.entries(record).filter(([sku]) => own.includes(sku)));
    return { held: only(held), withheld: only(withheld), used };
  });
};

test('with other ids mapped to them, figures are those of data that was stored under the user ids in the first place', async () => {
  await fc.assert(
    fc.asyncProperty(peopleOfIds, seatsOfP1, async (people, sold) => {
      const byVendor = people.map(ofOneVendorEach);
      const stored = byVendor.flatMap((ids, whose) =>
        ids.map((one, which) => ({ ...factsOf(one, whose), userId: idOf(whose, which) })),
      );
      const asWritten = byVendor.map((ids, whose): UserFacts => {
        const all = ids.map((one) => factsOf(one, whose));
        const days = ids.flatMap(({ used }) =>
          Object.entries(used).flatMap(([workload, agos]) => agos.map((ago) => ({ workload, day: A - ago }))),
        );
        const calendar = calendarOf(days);
        return {
          userId: idOf(whose, 0),
          holdings: Object.assign({}, ...all.map(({ holdings }) => holdings)),
          withheld: Object.assign({}, ...all.map(({ withheld }) => withheld)),
          ...(calendar ? { calendar } : {}),
          isMapped: ids.length > 1,
        };
      });
      const first = await countedWith(asWritten, new Map(), sold);
      expect(await countedWith(stored, mapOf(people), sold)).toEqual(first);
    }),
    { numRuns: 500 },
  );
});
