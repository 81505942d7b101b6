import { mainWorkloadsOf } from '../../catalogue/main-workloads.ts';
import type { Product } from '../../catalogue/product.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import { type Day, parseDay } from '../../time/day.ts';
import type { Flows } from './figures.ts';
import { type ProductSeats, type SeatRecords, seatsOf } from './seats.ts';
import type { Snapshot, SnapshotProduct } from './snapshot.ts';
import type { ProductTally, Tally, TallyContext } from './tally.ts';

/** One product of a customer with all that is known of its seats and holders. */
export interface ProductFigures {
  readonly product: Product;
  readonly seats: ProductSeats;
  readonly assigned: number | null;
  readonly activeEntitlements: number | null;
  readonly idle: number | null;
  /** By measured workload: how many holders used it. */
  readonly activeByWorkload: Readonly<Record<string, number>>;
  readonly flows: Flows | null;
  /** The day of the count that `assigned` is, where it is one. */
  readonly countedOn: string | null;
  /** Who holds it is not known, only how many do. */
  readonly countOnly: boolean;
}

/** Whether it is known on a day who holds a product: by its vendor's own list, else as everything that users hold. */
export const holdersKnownOn = (coverage: Coverage, sku: string, day: Day): boolean => {
  const own = ownListOf(coverage, sku);
  return own ? parseDay(own.firstDay) <= day : assignmentsKnownOn(coverage, day);
};

/** The list of all holders of one product by its vendor, where there is one. */
const ownListOf = ({ productLists = {} }: Coverage, sku: string) =>
  Object.hasOwn(productLists, sku) ? productLists[sku] : undefined;

/** Whether users' assignments are known on a day. */
export const assignmentsKnownOn = ({ assignments }: Coverage, day: Day): boolean =>
  assignments !== undefined && parseDay(assignments.from) <= day;

const NOBODY: ProductTally = {
  assigned: 0,
  active: 0,
  idle: 0,
  workloads: new Map(),
  flows: { assigned: 0, reclaimed: 0, activated: 0, lapsed: 0 },
};

/**
 * All that is known of a product; `null` for what nobody tells, never 0 in its place. `reachesBack` says whether the
 * calendars still hold the window of the day before.
 */
export const figuresOf = (
  product: Product,
  records: { readonly seats: SeatRecords; readonly coverage: Coverage },
  tally: Tally,
  context: TallyContext,
  reachesBack: boolean,
): ProductFigures => {
  const { coverage } = records;
  const seats = seatsOf(product, records.seats, context.asOf, context.limits);
  const known = holdersKnownOn(coverage, product.sku, context.asOf);
  const byUser = known ? tally.products.get(product.sku) : undefined;
  const countOnly = byUser === undefined && seats.countedAssigned !== null;
  const listed =
    ownListOf(coverage, product.sku) !== undefined ||
    (coverage.assignmentList && !coverage.assignmentList.undecided.includes(product.sku));
  const holders = byUser ?? (known && listed && !countOnly ? NOBODY : undefined);
  const measured = product.workloads.filter((workload) => context.measured.has(workload));
  const users = measured.length > 0 ? holders : undefined;
  const knownBefore = holdersKnownOn(coverage, product.sku, context.asOf - 1);
  return {
    product,
    seats,
    assigned: holders?.assigned ?? seats.countedAssigned?.count ?? null,
    activeEntitlements: users?.active ?? null,
    idle: mainWorkloadsOf(product).every((one) => measured.includes(one)) ? (users?.idle ?? null) : null,
    activeByWorkload: users ? Object.fromEntries(measured.map((one) => [one, users.workloads.get(one) ?? 0])) : {},
    flows: users && knownBefore && reachesBack ? users.flows : null,
    countedOn: countOnly ? (seats.countedAssigned?.day ?? null) : null,
    countOnly: countOnly && seats.countedAssigned?.count !== 0,
  };
};

/** The product as a snapshot stores it; `previous` is the newest snapshot before it. */
export const productRow = (figures: ProductFigures, previous: Snapshot | undefined, asOf: string): SnapshotProduct => {
  const { product, seats, assigned, activeEntitlements, idle, activeByWorkload, flows } = figures;
  const before = previous?.products.find(({ sku }) => sku === product.sku);
  const knownPeaks = [assigned, before?.peakAssigned ?? null].filter((peak) => peak !== null);
  const isKnownBefore = before !== undefined && before.peakAssigned !== null;
  return {
    sku: product.sku,
    sold: seats.sold,
    soldBySeller: seats.soldBySeller,
    grace: seats.grace,
    trial: seats.trial,
    assigned,
    peakAssigned: knownPeaks.length > 0 ? Math.max(...knownPeaks) : null,
    ...(knownPeaks.length > 0
      ? { peakSince: isKnownBefore ? (before.peakSince ?? previous?.asOf ?? asOf) : asOf }
      : {}),
    activeEntitlements,
    idle,
    seatSource: seats.source,
    activeByWorkload,
    flows,
    ...(seats.grace ? graceEndsIn(seats.graceEnds) : {}),
  };
};

const graceEndsIn = ({ everywhere, bySeller }: ProductSeats['graceEnds']): Pick<SnapshotProduct, 'graceEnds'> =>
  everywhere === undefined && Object.keys(bySeller).length === 0
    ? {}
    : { graceEnds: { ...(everywhere === undefined ? {} : { everywhere }), bySeller: { ...bySeller } } };
