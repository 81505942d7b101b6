const NAMES = 'january february march april may june july august september october november december'.split(' ');

/** `2026-02`, or any day of the month, with or without a time. */
const ISO = /^(\d{4})-(\d{2})(?:-\d{2}(?:[t ].*)?)?$/u;

/** The first of a month as Microsoft writes it in the US, with or without a time: `2/1/2026`. */
const US_FIRST_DAY = /^(\d{1,2})\/0?1\/(\d{4})(?: .*)?$/u;

/** `February 2026`, `Feb 2026`, `Feb-2026`. */
const NAMED = /^([a-z]{3,9})[ -](\d{4})$/u;

const monthOf = (year: string | undefined, month: number): string | undefined =>
  year !== undefined && month >= 1 && month <= 12 ? `${year}-${String(month).padStart(2, '0')}` : undefined;

/**
 * The month that a report of Partner Center names, `YYYY-MM`; `undefined` when it is not understood. Of `2/7/2026`
 * nobody can tell which number is the month, so that of such dates only the first of a month is taken.
 */
export const readMonth = (text: string): string | undefined => {
  const folded = text.replaceAll(/\s+/gu, ' ').trim().toLowerCase();
  const iso = ISO.exec(folded);
  if (iso) return monthOf(iso[1], Number(iso[2]));
  const us = US_FIRST_DAY.exec(folded);
  if (us) return monthOf(us[2], Number(us[1]));
  const [, name = '', year] = NAMED.exec(folded) ?? [];
  const at = NAMES.findIndex((full) => name === full || name === full.slice(0, 3));
  return monthOf(year, at + 1);
};
