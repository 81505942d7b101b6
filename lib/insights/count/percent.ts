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

/** The sum of the counts that are known; `null` when none is. */
export const sumKnown = (counts: readonly (number | null)[]): number | null => {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
};

/** Sums of two counts over the members where both are known, and how many those were. */
export interface PairedSum {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly counted: { readonly members: number; readonly of: number };
}

/** Sums first, so that the caller divides once. Both sums are `null` when no member has both counts. */
export const sumWhereBothKnown = (
  members: readonly (readonly [numerator: number | null, denominator: number | null])[],
): PairedSum => {
  const known = members.filter((pair): pair is [number, number] => pair[0] !== null && pair[1] !== null);
  const counted = { members: known.length, of: members.length };
  if (known.length === 0) return { numerator: null, denominator: null, counted };
  return {
    numerator: known.reduce((sum, [numerator]) => sum + numerator, 0),
    denominator: known.reduce((sum, [, denominator]) => sum + denominator, 0),
    counted,
  };
};

/**
 * Sums of assigned and sold seats over the products with sold seats. Where all products have none, trials alone, both
 * sums are known to be 0.
 */
export const sumDeployment = (
  products: readonly { readonly sold: number | null; readonly assigned: number | null }[],
): PairedSum => {
  const withSeats = products.filter(({ sold }) => sold === null || sold > 0);
  if (products.length > 0 && withSeats.length === 0)
    return { numerator: 0, denominator: 0, counted: { members: 0, of: 0 } };
  return sumWhereBothKnown(withSeats.map(({ assigned, sold }) => [assigned, sold]));
};
