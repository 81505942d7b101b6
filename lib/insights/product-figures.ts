import type { Product } from '../catalogue/product.ts';
import type { Coverage } from '../licensing/coverage.ts';
import { type Day, parseDay } from '../time/day.ts';
import type { Tally, TallyContext } from './adoption-tally.ts';
import { type ProductSeats, type SeatRecords, seatsOf } from './seats.ts';
import type { SnapshotProduct } from './snapshot.ts';

/** One product of a customer with all that is known of its seats and holders. */
export interface ProductFigures {
  readonly product: Product;
  readonly seats: ProductSeats;
  readonly assigned: number | null;
  readonly activeEntitlements: number | null;
  readonly idle: number | null;
  /** The day of the count that `assigned` is, where it is one. */
  readonly countedOn: string | null;
  /** Who holds it is not known, only how many do. */
  readonly countOnly: boolean;
}

/** Whether users' assignments are known on a day. */
export const assignmentsKnownOn = ({ assignments }: Coverage, day: Day): boolean =>
  assignments !== undefined && parseDay(assignments.from) <= day;

/** All that is known of a product; `null` for what nobody tells, never 0 in its place. */
export const figuresOf = (
  product: Product,
  records: SeatRecords,
  coverage: Coverage,
  tally: Tally,
  context: TallyContext,
): ProductFigures => {
  const seats = seatsOf(product, records, context.asOf);
  const known = assignmentsKnownOn(coverage, context.asOf);
  const byUser = known ? tally.products.get(product.sku) : undefined;
  const countOnly = byUser === undefined && seats.countedAssigned !== null;
  const listed = coverage.assignmentList && !coverage.assignmentList.undecided.includes(product.sku);
  const nobody = known && listed ? 0 : null;
  const isMeasured = product.workloads.some((workload) => context.measured.has(workload));
  const ofUsers = (count: number | undefined) => (!isMeasured || countOnly ? null : (count ?? nobody));
  return {
    product,
    seats,
    assigned: byUser?.assigned ?? seats.countedAssigned?.count ?? nobody,
    activeEntitlements: ofUsers(byUser?.active),
    idle: ofUsers(byUser?.idle),
    countedOn: countOnly ? (seats.countedAssigned?.day ?? null) : null,
    countOnly: countOnly && seats.countedAssigned?.count !== 0,
  };
};

/** The product as a snapshot stores it. */
export const productRow = ({
  product,
  seats,
  assigned,
  activeEntitlements,
  idle,
}: ProductFigures): SnapshotProduct => ({
  sku: product.sku,
  sold: seats.sold,
  soldBySeller: seats.soldBySeller,
  grace: seats.grace,
  trial: seats.trial,
  assigned,
  activeEntitlements,
  idle,
  seatSource: seats.source,
});
