/**
 * A percentage made from counts at the end: half up to one decimal, not capped. `null` when a count is unknown or the
 * divisor is 0. Integer arithmetic up to the last division, so that 0.05 never falls to the wrong side.
 */
export const percentOf = (numerator: number | null, denominator: number | null): number | null => {
  if (numerator === null || denominator === null || denominator === 0) return null;
  return Math.floor((2000 * numerator + denominator) / (2 * denominator)) / 10;
};

/** The sum, or `null` when one of the counts is unknown. */
export const sumOrUnknown = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0);

/** A sum that takes its members one by one. */
export interface RunningSum<Member extends readonly unknown[], Sum> {
  readonly add: (...member: Member) => void;
  readonly result: () => Sum;
}

/** The sum of the counts that are known; `null` when none is. */
export const createKnownSum = (): RunningSum<[count: number | null], number | null> => {
  let sum: number | null = null;
  return {
    add: (count) => {
      if (count !== null) sum = (sum ?? 0) + count;
    },
    result: () => sum,
  };
};

/** `createKnownSum` of counts that are all there. */
export const sumKnown = (counts: readonly (number | null)[]): number | null => {
  const sum = createKnownSum();
  for (const count of counts) sum.add(count);
  return sum.result();
};

/** Sums of two counts over the members where both are known, and how many those were. */
export interface PairedSum {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly counted: { readonly members: number; readonly of: number };
}

/** Sums two counts of each member, so that who asks divides once. Both sums are `null` when no member has both counts. */
export const createPairedSum = (): RunningSum<[numerator: number | null, denominator: number | null], PairedSum> => {
  let [members, of, numerators, denominators] = [0, 0, 0, 0];
  return {
    add: (numerator, denominator) => {
      of += 1;
      if (numerator === null || denominator === null) return;
      members += 1;
      numerators += numerator;
      denominators += denominator;
    },
    result: () => ({
      numerator: members === 0 ? null : numerators,
      denominator: members === 0 ? null : denominators,
      counted: { members, of },
    }),
  };
};

/** `createPairedSum` of members that are all there. */
export const sumWhereBothKnown = (
  members: readonly (readonly [numerator: number | null, denominator: number | null])[],
): PairedSum => {
  const sum = createPairedSum();
  for (const [numerator, denominator] of members) sum.add(numerator, denominator);
  return sum.result();
};

interface Seats {
  readonly sold: number | null;
  readonly assigned: number | null;
}

/**
 * Sums of assigned and sold seats over the products with sold seats. Where all products have none, trials alone, both
 * sums are known to be 0.
 */
export const createDeploymentSum = (): RunningSum<[assigned: number | null, sold: number | null], PairedSum> => {
  const withSeats = createPairedSum();
  let products = 0;
  return {
    add: (assigned, sold) => {
      products += 1;
      if (sold === null || sold > 0) withSeats.add(assigned, sold);
    },
    result: () => {
      const sums = withSeats.result();
      if (products > 0 && sums.counted.of === 0) return { ...sums, numerator: 0, denominator: 0 };
      return sums;
    },
  };
};

/** `createDeploymentSum` of products that are all there. */
export const sumDeployment = (products: readonly Seats[]): PairedSum => {
  const sum = createDeploymentSum();
  for (const { assigned, sold } of products) sum.add(assigned, sold);
  return sum.result();
};
