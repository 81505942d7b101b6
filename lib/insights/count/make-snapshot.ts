import { CALENDAR_DAYS, WINDOW_DAYS } from '../../activity/calendar.ts';
import { hasFigures, type Product } from '../../catalogue/product.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import { type Day, dayOf, formatDay, parseDay } from '../../time/day.ts';
import { groupRows } from './alternatives.ts';
import { type Definitions, differencesOf, statedDefinitions } from './definitions.ts';
import { type MeasuredWorkload, measuredWorkloads, throughOf } from './measured-workloads.ts';
import { notCountedIn } from './not-counted-records.ts';
import type { PostedRecords } from './posted-records.ts';
import { assignmentsKnownOn, figuresOf, holdersKnownOn, productRow } from './product-figures.ts';
import { renewalsOf } from './renewals.ts';
import { productsWithSeats, type SeatRecords, seatsOf } from './seats.ts';
import type { Snapshot } from './snapshot.ts';
import type { ActiveCounts, Tally, TallyContext } from './tally.ts';
import { workloadRows } from './workload-rows.ts';

/** What is known of a customer besides its users. */
export interface CustomerRecords {
  readonly coverage: Coverage;
  readonly seats: SeatRecords;
}

/** What users are counted against on day `asOf`. */
export const tallyContextOf = (
  { coverage, seats }: CustomerRecords,
  definitions: Definitions,
  asOf: Day,
): TallyContext => {
  const { catalogue, limits } = definitions;
  const productLists = Object.entries(coverage.productLists ?? {});
  const qualified = productsWithSeats(catalogue, seats).filter(
    (product) => (seatsOf(product, seats, asOf, limits).sold ?? 0) > 0,
  );
  return {
    ...definitions,
    asOf,
    measured: measuredWorkloads(catalogue, coverage, asOf),
    qualified: new Set(qualified.map(({ sku }) => sku)),
    listedFrom: coverage.assignmentList && parseDay(coverage.assignmentList.firstDay),
    listedFromOf: new Map(productLists.map(([sku, { firstDay }]) => [sku, parseDay(firstDay)])),
  };
};

/** Everything a snapshot is made of, once all users are counted. */
export interface AdoptionInput extends CustomerRecords {
  readonly customerId: string;
  readonly startedAt: Date;
  readonly processedAt: Date;
  readonly context: TallyContext;
  readonly tally: Tally;
  /** How many ids are mapped to users. */
  readonly identities?: number;
  readonly posted?: PostedRecords;
  /** The newest snapshot before this one. */
  readonly previous?: Snapshot | undefined;
  /** The snapshot of 28 days before. */
  readonly earlier?: Snapshot | undefined;
}

/** The calendars of a user hold the window of the day before while no more days than these have passed since the as-of day. */
const DAYS_BACK_WITH_FLOWS = CALENDAR_DAYS - WINDOW_DAYS - 1;

/** The customer's snapshot of the day (design: words and rules of deployment and usage). */
export const snapshotOf = (input: AdoptionInput): Snapshot => {
  const { customerId, startedAt, processedAt, context, coverage, seats, tally, previous } = input;
  const { asOf, measured } = context;
  const definitions = statedDefinitions(context, input.identities);
  const earlier = input.earlier && differencesOf(input.earlier, definitions).length === 0 ? input.earlier : undefined;
  const reachesBack = dayOf(startedAt) - asOf <= DAYS_BACK_WITH_FLOWS;
  const figures = productsIn(input).map((product) => figuresOf(product, input, tally, context, reachesBack));
  const firstDay = asOf - (WINDOW_DAYS - 1);
  const productLists = Object.entries(coverage.productLists ?? {}).map(([sku, { day }]) => [sku, day] as const);
  const window = {
    wholeWindow: assignmentsKnownOn(coverage, firstDay),
    isHeldKnown: (sku: string) => holdersKnownOn(coverage, sku, firstDay),
    isToldOfSeats: Object.keys(seats.lists).length > 0 || seats.totals.length > 0,
  };
  const workloads = workloadRows(figures, tally, context, window, earlier);
  const groups = groupRows(figures, tally, context, assignmentsKnownOn(coverage, asOf));
  const countedOn = figures.flatMap((one) => one.countedOn ?? []).sort()[0];
  const derivedLists = Object.entries(seats.lists).flatMap(([seller, { derived }]) => (derived ? [seller] : []));
  const { supportCases = {}, reported = {} } = input.posted ?? {};
  const notCounted = notCountedIn(coverage, seats, input.posted?.notCounted);
  const families = [...new Set(workloads.map(({ family }) => family))];
  const measuresOf = (family: string) =>
    workloads.flatMap((row) => (row.family === family ? (measured.get(row.workload) ?? []) : []));
  return {
    customerId,
    asOf: formatDay(asOf),
    startedAt: startedAt.toISOString(),
    processedAt: processedAt.toISOString(),
    ...definitions,
    sources: {
      // A file of today alone says nothing yet of the as-of day.
      activity: Object.fromEntries(
        Object.entries(coverage.activity).filter(([raw]) => throughOf(raw, coverage, asOf) !== undefined),
      ),
      ...(coverage.assignments ? { assignments: coverage.assignments.through } : {}),
      ...(countedOn === undefined ? {} : { assignedCounts: countedOn }),
      ...(productLists.length > 0 ? { productLists: Object.fromEntries(productLists) } : {}),
      lists: Object.fromEntries(Object.entries(seats.lists).map(([seller, { day }]) => [seller, day])),
      ...(derivedLists.length > 0 ? { derivedLists } : {}),
      seatTotals: Object.fromEntries(seats.totals.map(({ source, day }) => [source, day])),
      supportCases: Object.fromEntries(Object.entries(supportCases).map(([poster, { through }]) => [poster, through])),
    },
    products: figures.map((one) => productRow(one, previous, formatDay(asOf))),
    workloads,
    families: families.map((family) => ({
      family,
      ...peopleOf(tally.people.get(family), measuresOf(family), asOf),
    })),
    ...(groups.length > 0 ? { groups } : {}),
    assignedPeople: assignmentsKnownOn(coverage, asOf) ? tally.assignedPeople : null,
    people: peopleOf(tally.everybody, families.flatMap(measuresOf), asOf),
    renewals: renewalsOf(seats.lists, context.catalogue, dayOf(processedAt)),
    supportCases: Object.fromEntries(Object.entries(supportCases).map(([poster, { counts }]) => [poster, counts])),
    reported: Object.fromEntries(Object.entries(reported).map(([poster, rows]) => [poster, [...rows]])),
    ...(notCounted.length > 0 ? { notCounted } : {}),
  };
};

/** The products some source lists or somebody holds, free and excluded ones left out, by id. */
const productsIn = ({ context: { catalogue }, seats, tally }: AdoptionInput): Product[] => {
  const products = new Map(productsWithSeats(catalogue, seats).map((product) => [product.sku, product]));
  for (const [sku, { assigned }] of tally.products) {
    const product = catalogue.products.get(sku);
    if (product && hasFigures(product) && assigned > 0) products.set(sku, product);
  }
  return [...products.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));
};

/** Distinct active people: `null` when none of their workloads is measured, and of the last days when one lags behind. */
const peopleOf = (
  counts: ActiveCounts = { active28: 0, active7: 0, active1: 0 },
  measures: readonly MeasuredWorkload[],
  asOf: Day,
): Snapshot['people'] => {
  if (measures.length === 0) return { people: null, people7: null, people1: null };
  const lately = measures.every(({ through }) => through >= asOf);
  return {
    people: counts.active28,
    people7: lately ? counts.active7 : null,
    people1: lately ? counts.active1 : null,
  };
};
