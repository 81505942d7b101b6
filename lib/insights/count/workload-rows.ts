import { WINDOW_DAYS } from '../../activity/calendar.ts';
import type { Catalogue } from '../../catalogue/product.ts';
import { basisOf, peopleOnGrace, type SeatsByKind } from './basis.ts';
import { isHeardEnough, throughsOf } from './heard-days.ts';
import { overlapOf } from './overlap.ts';
import { sumOrUnknown } from './percent.ts';
import type { ProductFigures } from './product-figures.ts';
import type { HolderGroup } from './seating.ts';
import type { Snapshot, SnapshotWorkload } from './snapshot.ts';
import { rowOf, type Tally, type TallyContext } from './tally.ts';

/** What is known of the whole window. */
interface KnownOfWindow {
  /** Whether it is known for all of it who held what, and of a product who held that. */
  readonly wholeWindow: boolean;
  readonly isHeldKnown: (sku: string) => boolean;
  readonly isToldOfSeats: boolean;
}

/**
 * The rows family × workload: those of the customer's products, and those in which somebody is active. A workload that
 * is not covered inside the window has counts of seats, and `null` for everything about people. A row without products has
 * no seats, or, while no source told of any seats (`isToldOfSeats`), nobody knows how many. `earlier` is the snapshot
 * of 28 days before, where it may be compared.
 */
export const workloadRows = (
  figures: readonly ProductFigures[],
  tally: Tally,
  { catalogue, measured, asOf }: TallyContext,
  { wholeWindow, isHeldKnown, isToldOfSeats }: KnownOfWindow,
  earlier: Snapshot | undefined,
): SnapshotWorkload[] => {
  const products = new Map<string, ProductFigures[]>();
  for (const one of figures)
    for (const workload of one.product.workloads) {
      const row = rowOf(one.product.family, workload);
      products.set(row, [...(products.get(row) ?? []), one]);
    }
  const rows = [...new Set([...products.keys(), ...tally.workloads.keys()])].sort();
  return rows.map((row) => {
    const [family = '', workload = ''] = row.split('/');
    const containing = products.get(row) ?? [];
    const measure = measured.get(workload);
    const seats = {
      family,
      workload,
      qualified:
        containing.length === 0 && !isToldOfSeats ? null : sumOrUnknown(containing.map((one) => one.seats.sold)),
      overlapSeats: overlapOf(groupsOf(tally.seatHolders.get(row)), soldSeats(containing)),
      earlier: earlierOf(earlier, family, workload, catalogue),
    };
    if (!measure) return { ...seats, ...NOTHING_KNOWN };
    const counts = tally.workloads.get(row);
    const lately = measure.through >= asOf;
    const users = { holders: groupsOf(counts?.holders), former: counts?.former ?? 0, others: counts?.others ?? 0 };
    const byKind = seatsByKind(containing);
    const grace = graceSeats(containing);
    const knowledge = {
      // A row without products is one that nobody holds anything of, as far as all holdings are known.
      wholeWindow: containing.length > 0 ? containing.every(({ product }) => isHeldKnown(product.sku)) : wholeWindow,
      countOnly: containing.some(({ countOnly }) => countOnly),
    };
    return {
      ...seats,
      heardDays: measure.heardDays,
      active: counts?.active28 ?? 0,
      active7: lately ? (counts?.active7 ?? 0) : null,
      active1: lately ? (counts?.active1 ?? 0) : null,
      activeOnFree: counts?.activeOnFree ?? 0,
      activeDays: measure.daily ? (counts?.activeDays ?? NO_DAYS) : null,
      basis: basisOf(users, byKind, knowledge),
      ...(grace.size > 0 ? { onGrace: peopleOnGrace(users.holders, byKind, grace) } : {}),
    };
  });
};

const groupsOf = (holders: ReadonlyMap<string, number> = new Map()): HolderGroup[] =>
  [...holders].map(([skus, people]) => ({ skus: skus.split('\n'), people }));

const soldSeats = (figures: readonly ProductFigures[]): Map<string, number> =>
  new Map(figures.map(({ product, seats: { sold } }) => [product.sku, sold ?? 0]));

const graceSeats = (figures: readonly ProductFigures[]): Map<string, number> =>
  new Map(figures.flatMap(({ product, seats: { grace } }) => (grace ? [[product.sku, grace] as const] : [])));

const NOTHING_KNOWN = {
  heardDays: null,
  active: null,
  active7: null,
  active1: null,
  activeOnFree: null,
  basis: null,
  activeDays: null,
} as const;

const NO_DAYS = Array.from({ length: WINDOW_DAYS }, () => 0);

const earlierOf = (
  earlier: Snapshot | undefined,
  family: string,
  workload: string,
  catalogue: Catalogue,
): SnapshotWorkload['earlier'] => {
  const row = earlier?.workloads.find((one) => one.family === family && one.workload === workload);
  if (!earlier || !row) return null;
  const [through = null] = throughsOf(earlier, workload, catalogue);
  return isHeardEnough(row.heardDays, through, earlier.asOf) ? { active: row.active, qualified: row.qualified } : null;
};

const seatsByKind = (figures: readonly ProductFigures[]): Map<string, SeatsByKind> =>
  new Map(
    figures.map(({ product, seats: { sold, lapsed, trial } }) => [
      product.sku,
      { qualified: sold, lapsed, trial: trial ?? 0 },
    ]),
  );
