import { FileRefused } from './findings.ts';

/** What is stored, and how much of it a file would end. */
export interface Shrinkage {
  readonly stored: number;
  readonly ended: number;
}

/** What so few people or seats come to may well be gone from one day to the next. */
const MAY_ALWAYS_END = 5;

/** Whether a file would end more than a third of what is stored. */
export const shrinksTooMuch = ({ stored, ended }: Shrinkage): boolean => ended > MAY_ALWAYS_END && ended * 3 > stored;

/** The refusal of a file that would end too much; `what` is in the plural, `names` tells what the file holds of it. */
export const shrinksRefusal = ({ stored, ended }: Shrinkage, what: string, names: string): FileRefused =>
  new FileRefused(
    'shrinks_too_much',
    `The file ${names}: it would end ${ended} of the ${stored} ${what} stored. Nothing was stored. If it is whole and they have ended, import it with "allowShrink": true.`,
  );

/** Seats by product: those in use, and all that are told of, whatever their state. */
export type SeatsOfProducts = ReadonlyMap<string, { readonly inUse: number; readonly told: number }>;

/** The seats by product of several lines of seats. */
export const sumSeats = (
  lines: readonly { readonly sku: string; readonly inUse: number; readonly told: number }[],
): SeatsOfProducts => {
  const seats = new Map<string, { inUse: number; told: number }>();
  for (const { sku, inUse, told } of lines) {
    const before = seats.get(sku) ?? { inUse: 0, told: 0 };
    seats.set(sku, { inUse: before.inUse + inUse, told: before.told + told });
  }
  return seats;
};

/** How many seats in use end: seats that the new list tells of in any state, as suspended ones, are still accounted for. */
export const seatShrinkage = (before: SeatsOfProducts, after: SeatsOfProducts): Shrinkage => {
  let [stored, ended] = [0, 0];
  for (const [sku, { inUse }] of before) {
    stored += inUse;
    ended += Math.max(0, inUse - (after.get(sku)?.told ?? 0));
  }
  return { stored, ended };
};
