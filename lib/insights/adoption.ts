import type { Catalogue, Product } from '../catalogue/product.ts';
import type { Coverage } from '../licensing/coverage.ts';
import { type Day, formatDay, parseDay } from '../time/day.ts';
import type { ActiveCounts, Tally } from './adoption-tally.ts';
import type { MeasuredWorkload } from './measured-workloads.ts';
import { sumOrUnknown } from './percent.ts';
import { productsWithSeats, type SeatRecords, seatsOf } from './seats.ts';
import type { Snapshot, SnapshotProduct, SnapshotWorkload } from './snapshot.ts';

/** Everything a snapshot is made of, once all users are counted. */
export interface AdoptionInput {
  readonly customerId: string;
  readonly asOf: Day;
  readonly startedAt: Date;
  readonly processedAt: Date;
  readonly catalogue: Catalogue;
  readonly coverage: Coverage;
  readonly seats: SeatRecords;
  readonly measured: ReadonlyMap<string, MeasuredWorkload>;
  readonly tally: Tally;
}

/** The customer's snapshot of the day (design: words and rules of deployment and usage). */
export const snapshotOf = (input: AdoptionInput): Snapshot => {
  const { customerId, asOf, startedAt, processedAt, catalogue, coverage, seats, measured, tally } = input;
  const products = productsIn(input).map((product) => productRow(product, input));
  const workloads = workloadRows(products, input);
  const families = [...new Set(workloads.map(({ family }) => family))].map((family) => ({
    family,
    ...peopleOf(family, workloads, tally, measured, asOf),
  }));
  return {
    customerId,
    asOf: formatDay(asOf),
    startedAt: startedAt.toISOString(),
    processedAt: processedAt.toISOString(),
    catalogVersion: catalogue.version,
    sources: {
      activity: coverage.activity,
      ...(coverage.assignments ? { assignments: coverage.assignments.through } : {}),
      lists: Object.fromEntries(Object.entries(seats.lists).map(([seller, { day }]) => [seller, day])),
      seatTotals: Object.fromEntries(seats.totals.map(({ source, day }) => [source, day])),
    },
    products,
    workloads,
    families,
  };
};

/** Whether users' assignments are known on the as-of day. */
const assignmentsKnown = ({ coverage, asOf }: AdoptionInput): boolean =>
  coverage.assignments !== undefined && parseDay(coverage.assignments.from) <= asOf;

/** The products some source lists or somebody holds, free ones left out, by id. */
const productsIn = ({ catalogue, seats, tally }: AdoptionInput): Product[] => {
  const products = new Map(productsWithSeats(catalogue, seats).map((product) => [product.sku, product]));
  for (const [sku, { assigned }] of tally.products) {
    const product = catalogue.products.get(sku);
    if (product && product.offer !== 'free' && assigned > 0) products.set(sku, product);
  }
  return [...products.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
};

const productRow = (product: Product, input: AdoptionInput): SnapshotProduct => {
  const { sold, soldBySeller, grace, trial, source, countedAssigned } = seatsOf(product, input.seats, input.asOf);
  const byUser = assignmentsKnown(input) ? input.tally.products.get(product.sku) : undefined;
  const countOnly = byUser === undefined && countedAssigned !== null;
  const nobody = assignmentsKnown(input) ? 0 : null;
  const isMeasured = product.workloads.some((workload) => input.measured.has(workload));
  return {
    sku: product.sku,
    sold,
    soldBySeller,
    grace,
    trial,
    assigned: byUser?.assigned ?? countedAssigned ?? nobody,
    activeEntitlements: !isMeasured || countOnly ? null : (byUser?.active ?? nobody),
    seatSource: source,
  };
};

const workloadRows = (products: readonly SnapshotProduct[], input: AdoptionInput): SnapshotWorkload[] => {
  const { catalogue, measured, tally, asOf } = input;
  const soldByRow = new Map<string, (number | null)[]>();
  for (const { sku, sold } of products) {
    const product = catalogue.products.get(sku);
    for (const workload of product?.workloads ?? []) {
      const key = `${product?.family}/${workload}`;
      soldByRow.set(key, [...(soldByRow.get(key) ?? []), sold]);
    }
  }
  const keys = [...new Set([...soldByRow.keys(), ...tally.workloads.keys()])].sort();
  return keys.map((key) => {
    const [family = '', workload = ''] = key.split('/');
    const through = measured.get(workload)?.through;
    const row = tally.workloads.get(key) ?? { active28: 0, active7: 0, active1: 0, activeOnFree: 0 };
    const lately = through !== undefined && through >= asOf;
    return {
      family,
      workload,
      qualified: sumOrUnknown(soldByRow.get(key) ?? [0]),
      active: through === undefined ? null : row.active28,
      active7: lately ? row.active7 : null,
      active1: lately ? row.active1 : null,
      activeOnFree: through === undefined ? null : row.activeOnFree,
    };
  });
};

/** Distinct active people of a family: `null` when none of its workloads is measured, and of the last days when one lags behind. */
const peopleOf = (
  family: string,
  workloads: readonly SnapshotWorkload[],
  tally: Tally,
  measured: ReadonlyMap<string, MeasuredWorkload>,
  asOf: Day,
): { people: number | null; people7: number | null; people1: number | null } => {
  const throughs = workloads.flatMap((row) => {
    const through = row.family === family ? measured.get(row.workload)?.through : undefined;
    return through === undefined ? [] : [through];
  });
  if (throughs.length === 0) return { people: null, people7: null, people1: null };
  const counts: ActiveCounts = tally.people.get(family) ?? { active28: 0, active7: 0, active1: 0 };
  const lately = throughs.every((through) => through >= asOf);
  return {
    people: counts.active28,
    people7: lately ? counts.active7 : null,
    people1: lately ? counts.active1 : null,
  };
};
