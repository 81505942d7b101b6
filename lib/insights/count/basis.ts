import { type HolderGroup, mostSeated } from './seating.ts';

/** On what each active user of a workload row stands; the bases add up to `active`. Sorted as they are told apart. */
export const BASES = ['qualified', 'lapsed', 'trial', 'overAssigned', 'reassigned', 'unlicensed', 'unknown'] as const;
type BasisName = (typeof BASES)[number];
export type Basis = Readonly<Record<BasisName, number>>;

/** The seats of one product by what they are worth to those who sit on them. */
export interface SeatsByKind {
  /** `null` when no source tells. */
  readonly qualified: number | null;
  /** In grace, suspended, disabled or deprovisioned, and for 28 days cancelled or upgraded. */
  readonly lapsed: number;
  readonly trial: number;
}

/** The active users of one row, as they stand before anybody is seated. */
export interface RowUsers {
  /** Those who hold a product with the workload on the as-of day, by the set of products they hold. */
  readonly holders: readonly HolderGroup[];
  /** Those who held one inside the window and no longer do. */
  readonly former: number;
  /** Those of whom no holding inside the window is known. */
  readonly others: number;
}

/** How much is known about who holds what. */
export interface HoldingKnowledge {
  /** Assignments of users are known for the whole window. */
  readonly wholeWindow: boolean;
  /** A product with the workload is known by counts only: anybody may hold it. */
  readonly countOnly: boolean;
}

/**
 * Seats the active users of a row, order-free: first on qualified seats, then with lapsed ones added, then with trial
 * ones; those who hold the product but find no seat are over-assigned. Where a product's seats are not known, those who
 * might sit on them are `unknown`.
 */
export const basisOf = (
  { holders, former, others }: RowUsers,
  seats: ReadonlyMap<string, SeatsByKind>,
  { wholeWindow, countOnly }: HoldingKnowledge,
): Basis => {
  const counted = (kinds: readonly (keyof SeatsByKind)[]) =>
    new Map([...seats].map(([sku, one]) => [sku, kinds.reduce((sum, kind) => sum + (one[kind] ?? 0), 0)]));
  const onQualified = mostSeated(holders, counted(['qualified']));
  const withLapsed = mostSeated(holders, counted(['qualified', 'lapsed']));
  const all = counted(['qualified', 'lapsed', 'trial']);
  const withTrial = mostSeated(holders, all);
  const told = holders.filter(({ skus }) => skus.every((sku) => seats.get(sku)?.qualified != null));
  const overAssigned = peopleIn(told) - mostSeated(told, all);
  return {
    qualified: onQualified,
    lapsed: withLapsed - onQualified,
    trial: withTrial - withLapsed,
    overAssigned,
    reassigned: countOnly ? 0 : former,
    unlicensed: countOnly || !wholeWindow ? 0 : others,
    unknown:
      peopleIn(holders) -
      withTrial -
      overAssigned +
      (countOnly ? former : 0) +
      (countOnly || !wholeWindow ? others : 0),
  };
};

/**
 * By product with seats in grace (`grace`, counts by id): how many of the active holders of a row find no qualified seat and
 * would find one if that product's seats in grace were renewed. Order-free, as the bases are; at most basis `lapsed`.
 */
export const peopleOnGrace = (
  holders: readonly HolderGroup[],
  seats: ReadonlyMap<string, SeatsByKind>,
  grace: ReadonlyMap<string, number>,
): Record<string, number> => {
  const qualified = new Map([...seats].map(([sku, one]) => [sku, one.qualified ?? 0]));
  const onQualified = mostSeated(holders, qualified);
  return Object.fromEntries(
    [...grace].flatMap(([sku, count]) => {
      const renewed = new Map(qualified).set(sku, (qualified.get(sku) ?? 0) + count);
      const people = mostSeated(holders, renewed) - onQualified;
      return people > 0 ? [[sku, people]] : [];
    }),
  );
};

const peopleIn = (groups: readonly HolderGroup[]): number => groups.reduce((sum, { people }) => sum + people, 0);

/** Why more people are active than there are qualified seats. */
export interface ExcessReason {
  readonly basis: Exclude<BasisName, 'qualified'>;
  readonly users: number;
  /** In words that a reseller can pass on. */
  readonly text: string;
}

const REASONS: Readonly<Record<ExcessReason['basis'], string>> = {
  lapsed: 'on seats of a subscription that has lapsed: renew it, or move them to seats that are paid for.',
  trial: 'on trial seats, which are not sold ones: offer to turn the trial into a subscription.',
  overAssigned: 'without a seat of their own: the product was given to more people than seats were sold.',
  reassigned: 'active before the seat went to somebody else: turnover within the last 28 days, nothing is missing.',
  unlicensed: 'without any product that contains the workload: use beyond the licence.',
  unknown: 'who cannot be told apart: it is not known for the whole window who held which product.',
};

/** The reasons for an excess, largest first; none where the active people are no more than the qualified seats. */
export const excessReasonsOf = (basis: Basis, excess: number | null): ExcessReason[] => {
  if (!excess) return [];
  return BASES.filter((name) => name !== 'qualified')
    .filter((name) => basis[name] > 0)
    .sort((a, b) => basis[b] - basis[a])
    .map((name) => {
      const users = basis[name];
      return { basis: name, users, text: `${users === 1 ? '1 person' : `${users} people`} ${REASONS[name]}` };
    });
};
