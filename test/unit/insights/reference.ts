import type { Catalogue, Product } from '../../../lib/catalogue/product.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';

/** One person, day by day: what was held and what was used, counted back from the as-of day (0) over 60 days. */
export interface Person {
  /** By product: whether it was held so many days ago. */
  readonly held: Readonly<Record<string, readonly boolean[]>>;
  /** By product: workloads taken away from the person, and whether so many days ago. */
  readonly withheld: Readonly<Record<string, Readonly<Record<string, readonly boolean[]>>>>;
  /** By raw workload: on how many days ago it was used. */
  readonly used: Readonly<Record<string, readonly number[]>>;
}

/** Several ids of one person, as one: each day, the person holds and can use what any of them does, and did what any did. */
export const onePerson = (ids: readonly Person[]): Person => {
  const names = (records: readonly object[]) => [...new Set(records.flatMap((one) => Object.keys(one)))];
  const days = Array.from({ length: 60 }, (_, ago) => ago);
  const holds = ({ held }: Person, sku: string, ago: number) => held[sku]?.[ago] === true;
  const lacks = ({ withheld }: Person, sku: string, workload: string, ago: number) =>
    withheld[sku]?.[workload]?.[ago] === true;
  const skus = names(ids.map(({ held }) => held));
  const taken = (sku: string) =>
    names(ids.map(({ withheld }) => withheld[sku] ?? {})).map((workload) => [
      workload,
      days.map((ago) => ids.every((id) => !holds(id, sku, ago) || lacks(id, sku, workload, ago))),
    ]);
  return {
    held: Object.fromEntries(skus.map((sku) => [sku, days.map((ago) => ids.some((id) => holds(id, sku, ago)))])),
    withheld: Object.fromEntries(skus.map((sku) => [sku, Object.fromEntries(taken(sku))])),
    used: Object.fromEntries(
      names(ids.map(({ used }) => used)).map((raw) => [raw, ids.flatMap(({ used }) => used[raw] ?? [])]),
    ),
  };
};

const WINDOW = Array.from({ length: 28 }, (_, ago) => ago);
const RAW: Readonly<Record<string, readonly string[]>> = { sharepoint: ['sharepoint', 'onedrive'] };

/** How a raw workload is heard of: from so many days ago through so many days ago. */
export type Heard = Readonly<Record<string, { readonly from: number; readonly through: number }>>;

/** Of the days of the window, those on which every part of a workload that was ever told of is heard; none: not covered. */
export const heardPlainly = (heard: Heard, workload: string): number | null => {
  const parts = (RAW[workload] ?? [workload]).flatMap((raw) => heard[raw] ?? []);
  if (!parts.some(({ through }) => WINDOW.includes(through))) return null;
  return Math.min(...parts.map(({ from, through }) => WINDOW.filter((ago) => ago <= from && ago >= through).length));
};

/** The figures of a customer, as plainly as they can be counted: over lists, day by day, trying every seating. */
export const countPlainly = (
  people: readonly Person[],
  subscriptions: readonly Subscription[],
  catalogue: Catalogue,
  dayAgo: (ago: number) => string,
) => {
  const products = [...catalogue.products.values()];
  const holds = (person: Person, { sku }: Product, ago: number) => person.held[sku]?.[ago] === true;
  /** Holds the product with the workload, that is: not withheld. */
  const has = (person: Person, product: Product, workload: string, ago: number) =>
    holds(person, product, ago) &&
    product.workloads.includes(workload) &&
    person.withheld[product.sku]?.[workload]?.[ago] !== true;
  const hadLately = (person: Person, product: Product, workload: string) =>
    WINDOW.some((ago) => has(person, product, workload, ago));
  const usedOn = (person: Person, workload: string, ago: number) =>
    (RAW[workload] ?? [workload]).some((raw) => (person.used[raw] ?? []).includes(ago));
  /** In the window that ended so many days ago. */
  const uses = (person: Person, workload: string, end = 0) => WINDOW.some((ago) => usedOn(person, workload, ago + end));
  const seatsOf = (product: Product, wanted: 'qualified' | 'lapsed' | 'trial') =>
    subscriptions
      .filter(({ sku }) => sku === product.sku)
      .filter(({ state, isTrial, stateSince }) => {
        const endedLately =
          ['cancelled', 'upgraded'].includes(state) &&
          stateSince !== undefined &&
          WINDOW.some((ago) => dayAgo(ago) === stateSince);
        if (isTrial || product.offer === 'trial') return wanted === 'trial' && ['active', 'grace'].includes(state);
        if (wanted === 'qualified') return state === 'active';
        return (
          wanted === 'lapsed' && (['grace', 'suspended', 'disabled', 'deprovisioned'].includes(state) || endedLately)
        );
      })
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const graceOf = (product: Product) =>
    subscriptions
      .filter(
        ({ sku, state, isTrial }) => sku === product.sku && state === 'grace' && !isTrial && product.offer !== 'trial',
      )
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const listed = (product: Product) => subscriptions.some(({ sku }) => sku === product.sku);
  const relevantOf = (some: readonly Product[]) =>
    some.filter((product) => listed(product) || people.some((person) => holds(person, product, 0)));

  const productFigures = products
    .filter(({ offer }) => offer === 'paid' || offer === 'trial')
    .filter((product) => listed(product) || people.some((person) => holds(person, product, 0)))
    .map((product) => {
      const holders = people.filter((person) => holds(person, product, 0));
      const isActive = (person: Person, end: number) =>
        product.workloads.some((workload) => has(person, product, workload, end) && uses(person, workload, end));
      const active = holders.filter((person) => isActive(person, 0));
      const count = (which: (person: Person) => boolean) => people.filter(which).length;
      const idle = holders.filter(
        (person) =>
          !active.includes(person) &&
          Array.from({ length: 32 }, (_, ago) => ago).every((ago) => holds(person, product, ago)),
      );
      return {
        sku: product.sku,
        sold: listed(product) ? seatsOf(product, 'qualified') : null,
        assigned: holders.length,
        activeEntitlements: active.length,
        idle: idle.length,
        activeByWorkload: Object.fromEntries(
          product.workloads.map((workload) => [
            workload,
            count((person) => has(person, product, workload, 0) && uses(person, workload)),
          ]),
        ),
        flows: {
          assigned: count((person) => holds(person, product, 0) && !holds(person, product, 1)),
          reclaimed: count((person) => !holds(person, product, 0) && holds(person, product, 1)),
          activated: count((person) => isActive(person, 0) && !isActive(person, 1)),
          lapsed: count((person) => !isActive(person, 0) && isActive(person, 1)),
        },
      };
    });

  const row = (family: string, workload: string) => {
    const anywhere = products.filter((product) => product.workloads.includes(workload));
    const containing = anywhere.filter((product) => product.family === family);
    const isPaid = ({ offer }: Product) => offer === 'paid' || offer === 'trial';
    const paid = containing.filter(isPaid);
    const paidAnywhere = anywhere.filter(isPaid);
    const home = catalogue.workloads.get(workload)?.family;
    const active = people.filter((person) => uses(person, workload));
    const now = (person: Person, product: Product) => has(person, product, workload, 0);
    const lately = (person: Person, product: Product) => hadLately(person, product, workload);
    const nowAnywhere = (person: Person) => paidAnywhere.some((product) => now(person, product));
    const latelyAnywhere = (person: Person) => paidAnywhere.some((product) => lately(person, product));
    const holders = active.filter((person) => paid.some((product) => now(person, product)));
    const former = active.filter((person) => !nowAnywhere(person) && paid.some((product) => lately(person, product)));
    const onFree = active.filter(
      (person) => !latelyAnywhere(person) && containing.some((product) => lately(person, product)),
    );
    const others = active.filter((person) => family === home && !anywhere.some((product) => lately(person, product)));
    const choices = holders.map((person) => paid.filter((product) => now(person, product)));
    const counted = [...holders, ...former, ...others];
    const seated = (some: readonly Product[][], kinds: readonly ('qualified' | 'lapsed' | 'trial')[]) =>
      mostSeatedByTrying(
        some.map((held) => held.map(({ sku }) => sku)),
        Object.fromEntries(
          paid.map((product) => [product.sku, kinds.reduce((sum, kind) => sum + seatsOf(product, kind), 0)]),
        ),
      );
    const qualified = seated(choices, ['qualified']);
    const withLapsed = seated(choices, ['qualified', 'lapsed']);
    const withTrial = seated(choices, ['qualified', 'lapsed', 'trial']);
    const inGrace = relevantOf(paid).filter((product) => graceOf(product) > 0);
    const onGrace = inGrace.map((product): [string, number] => [
      product.sku,
      mostSeatedByTrying(
        choices.map((held) => held.map(({ sku }) => sku)),
        Object.fromEntries(
          paid.map((one) => [one.sku, seatsOf(one, 'qualified') + (one === product ? graceOf(one) : 0)]),
        ),
      ) - qualified,
    ]);
    const told = choices.filter((held) => held.every(listed));
    const overAssigned = told.length - seated(told, ['qualified', 'lapsed', 'trial']);
    const relevant = relevantOf(paid);
    return {
      family,
      workload,
      qualified: relevant.every(listed)
        ? relevant.reduce((sum, product) => sum + seatsOf(product, 'qualified'), 0)
        : null,
      overlapSeats: paid.reduce((sum, product) => {
        const seats = seatsOf(product, 'qualified');
        const isBehind = (other: Product) =>
          seatsOf(other, 'qualified') > seats || (seatsOf(other, 'qualified') === seats && other.sku < product.sku);
        const isFurther = (person: Person) =>
          now(person, product) && paid.some((other) => other !== product && now(person, other) && isBehind(other));
        return sum + Math.min(seats, people.filter(isFurther).length);
      }, 0),
      heardDays: 28,
      active: counted.length,
      activeDays: WINDOW.map(
        (days) =>
          counted.filter((person) => WINDOW.filter((ago) => usedOn(person, workload, ago)).length === days + 1).length,
      ),
      earlier: null,
      activeOnFree: onFree.length,
      basis: {
        qualified,
        lapsed: withLapsed - qualified,
        trial: withTrial - withLapsed,
        overAssigned,
        reassigned: former.length,
        unlicensed: others.length,
        unknown: holders.length - withTrial - overAssigned,
      },
      ...(inGrace.length > 0 ? { onGrace: Object.fromEntries(onGrace.filter(([, count]) => count > 0)) } : {}),
    };
  };
  return { products: productFigures, row };
};

/** Tries every way to seat people who may each sit on some seats; exponential, for a handful of people. */
const mostSeatedByTrying = (people: readonly (readonly string[])[], seats: Record<string, number>): number => {
  const [first, ...others] = people;
  if (first === undefined) return 0;
  const options = first
    .filter((sku) => (seats[sku] ?? 0) > 0)
    .map((sku) => 1 + mostSeatedByTrying(others, { ...seats, [sku]: (seats[sku] ?? 0) - 1 }));
  return Math.max(mostSeatedByTrying(others, seats), ...options);
};
