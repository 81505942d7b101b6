import type { Catalogue, Product } from '../../../lib/catalogue/product.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';

/** One person, day by day: what was held and what was used, counted back from the as-of day (0) over 60 days. */
export interface Person {
  /** By product: whether it was held so many days ago. */
  readonly held: Readonly<Record<string, readonly boolean[]>>;
  /** By raw workload: on how many days ago it was used. */
  readonly used: Readonly<Record<string, readonly number[]>>;
}

const WINDOW = Array.from({ length: 28 }, (_, ago) => ago);
const RAW: Readonly<Record<string, readonly string[]>> = { sharepoint: ['sharepoint', 'onedrive'] };

/** The figures of a customer, as plainly as they can be counted: over lists, day by day, trying every seating. */
export const countPlainly = (
  people: readonly Person[],
  subscriptions: readonly Subscription[],
  catalogue: Catalogue,
) => {
  const products = [...catalogue.products.values()];
  const holds = (person: Person, { sku }: Product, ago: number) => person.held[sku]?.[ago] === true;
  const heldLately = (person: Person, product: Product) => WINDOW.some((ago) => holds(person, product, ago));
  const uses = (person: Person, workload: string) =>
    (RAW[workload] ?? [workload]).some((raw) => (person.used[raw] ?? []).some((ago) => WINDOW.includes(ago)));
  const seatsOf = (product: Product, wanted: 'qualified' | 'lapsed' | 'trial') =>
    subscriptions
      .filter(({ sku }) => sku === product.sku)
      .filter(({ state, isTrial }) => {
        if (isTrial || product.offer === 'trial') return wanted === 'trial' && ['active', 'grace'].includes(state);
        if (wanted === 'qualified') return state === 'active';
        return wanted === 'lapsed' && ['grace', 'suspended', 'disabled', 'deprovisioned'].includes(state);
      })
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const listed = (product: Product) => subscriptions.some(({ sku }) => sku === product.sku);

  const productFigures = products
    .filter((product) => product.offer !== 'free')
    .filter((product) => listed(product) || people.some((person) => holds(person, product, 0)))
    .map((product) => {
      const holders = people.filter((person) => holds(person, product, 0));
      const active = holders.filter((person) => product.workloads.some((workload) => uses(person, workload)));
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
      };
    });

  const row = (family: string, workload: string) => {
    const containing = products.filter((product) => product.family === family && product.workloads.includes(workload));
    const paid = containing.filter(({ offer }) => offer !== 'free');
    const anywhere = products.filter((product) => product.workloads.includes(workload));
    const paidAnywhere = anywhere.filter(({ offer }) => offer !== 'free');
    const home = catalogue.workloads.get(workload)?.family;
    const active = people.filter((person) => uses(person, workload));
    const nowAnywhere = (person: Person) => paidAnywhere.some((product) => holds(person, product, 0));
    const latelyAnywhere = (person: Person) => paidAnywhere.some((product) => heldLately(person, product));
    const holders = active.filter((person) => paid.some((product) => holds(person, product, 0)));
    const former = active.filter(
      (person) => !nowAnywhere(person) && paid.some((product) => heldLately(person, product)),
    );
    const onFree = active.filter(
      (person) => !latelyAnywhere(person) && containing.some((product) => heldLately(person, product)),
    );
    const others = active.filter(
      (person) => family === home && !anywhere.some((product) => heldLately(person, product)),
    );
    const choices = holders.map((person) => paid.filter((product) => holds(person, product, 0)));
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
    const told = choices.filter((held) => held.every(listed));
    const overAssigned = told.length - seated(told, ['qualified', 'lapsed', 'trial']);
    const relevant = paid.filter((product) => listed(product) || people.some((person) => holds(person, product, 0)));
    return {
      family,
      workload,
      qualified: relevant.every(listed)
        ? relevant.reduce((sum, product) => sum + seatsOf(product, 'qualified'), 0)
        : null,
      overlapSeats: people
        .map(
          (person) => paid.filter((product) => holds(person, product, 0) && seatsOf(product, 'qualified') > 0).length,
        )
        .reduce((sum, seats) => sum + Math.max(0, seats - 1), 0),
      active: holders.length + former.length + others.length,
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
