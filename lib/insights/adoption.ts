import { WINDOW_DAYS } from '../activity/calendar.ts';
import { type Catalogue, hasFigures, type Product } from '../catalogue/product.ts';
import type { Coverage } from '../licensing/coverage.ts';
import { type Day, formatDay } from '../time/day.ts';
import type { ActiveCounts, Tally, TallyContext } from './adoption-tally.ts';
import { measuredWorkloads } from './measured-workloads.ts';
import { assignmentsKnownOn, figuresOf, productRow } from './product-figures.ts';
import { productsWithSeats, type SeatRecords, seatsOf } from './seats.ts';
import type { Snapshot, SnapshotWorkload } from './snapshot.ts';
import { workloadRows } from './workload-rows.ts';

/** What is known of a customer besides its users. */
export interface CustomerRecords {
  readonly coverage: Coverage;
  readonly seats: SeatRecords;
}

/** What users are counted against on day `asOf`. */
export const tallyContextOf = ({ coverage, seats }: CustomerRecords, catalogue: Catalogue, asOf: Day): TallyContext => {
  const qualified = productsWithSeats(catalogue, seats).filter(
    (product) => (seatsOf(product, seats, asOf).sold ?? 0) > 0,
  );
  return {
    catalogue,
    asOf,
    measured: measuredWorkloads(catalogue, coverage, asOf),
    qualified: new Set(qualified.map(({ sku }) => sku)),
  };
};

/** Everything a snapshot is made of, once all users are counted. */
export interface AdoptionInput extends CustomerRecords {
  readonly customerId: string;
  readonly startedAt: Date;
  readonly processedAt: Date;
  readonly context: TallyContext;
  readonly tally: Tally;
}

/** The customer's snapshot of the day (design: words and rules of deployment and usage). */
export const snapshotOf = (input: AdoptionInput): Snapshot => {
  const { customerId, startedAt, processedAt, context, coverage, seats } = input;
  const figures = productsIn(input).map((product) =>
    figuresOf(product, input.seats, input.coverage, input.tally, context),
  );
  const window = { wholeWindow: assignmentsKnownOn(coverage, context.asOf - (WINDOW_DAYS - 1)) };
  const workloads = workloadRows(figures, input.tally, context, window);
  const countedOn = figures.flatMap((one) => one.countedOn ?? []).sort()[0];
  const derivedLists = Object.entries(seats.lists).flatMap(([seller, { derived }]) => (derived ? [seller] : []));
  const families = [...new Set(workloads.map(({ family }) => family))];
  return {
    customerId,
    asOf: formatDay(context.asOf),
    startedAt: startedAt.toISOString(),
    processedAt: processedAt.toISOString(),
    catalogVersion: context.catalogue.version,
    sources: {
      activity: coverage.activity,
      ...(coverage.assignments ? { assignments: coverage.assignments.through } : {}),
      ...(countedOn === undefined ? {} : { assignedCounts: countedOn }),
      lists: Object.fromEntries(Object.entries(seats.lists).map(([seller, { day }]) => [seller, day])),
      ...(derivedLists.length > 0 ? { derivedLists } : {}),
      seatTotals: Object.fromEntries(seats.totals.map(({ source, day }) => [source, day])),
    },
    products: figures.map(productRow),
    workloads,
    families: families.map((family) => ({ family, ...peopleOf(family, workloads, input) })),
  };
};

/** The products some source lists or somebody holds, free ones left out, by id. */
const productsIn = ({ context: { catalogue }, seats, tally }: AdoptionInput): Product[] => {
  const products = new Map(productsWithSeats(catalogue, seats).map((product) => [product.sku, product]));
  for (const [sku, { assigned }] of tally.products) {
    const product = catalogue.products.get(sku);
    if (product && hasFigures(product) && assigned > 0) products.set(sku, product);
  }
  return [...products.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
};

/** Distinct active people of a family: `null` when none of its workloads is measured, and of the last days when one lags behind. */
const peopleOf = (
  family: string,
  workloads: readonly SnapshotWorkload[],
  { tally, context: { measured, asOf } }: AdoptionInput,
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
