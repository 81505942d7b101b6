import type { SeatTotal } from '../../licensing/seat-totals.ts';
import type { Subscription } from '../../licensing/subscription.ts';
import { type SeatsOfProducts, seatShrinkage, shrinksRefusal, shrinksTooMuch, sumSeats } from '../formats/shrinkage.ts';
import type { PortfolioStep } from './import-step.ts';

/** The seats of a list of all sellers' totals. */
export const seatsOfTotals = (totals: readonly SeatTotal[]): SeatsOfProducts =>
  sumSeats(
    totals.map(({ sku, active, grace, trial, suspended, lockedOut }) => {
      const inUse = active + grace + (trial ?? 0);
      return { sku, inUse, told: inUse + suspended + lockedOut };
    }),
  );

/** The seats of a seller's list. */
export const seatsOfList = (subscriptions: readonly Subscription[]): SeatsOfProducts =>
  sumSeats(
    subscriptions.map(({ sku, quantity, state }) => ({
      sku,
      inUse: state === 'active' || state === 'grace' ? quantity : 0,
      told: quantity,
    })),
  );

/**
 * Throws FileRefused when a list would end more than a third of the seats, or any while it names no product of the catalogue
 * and others instead, unless the import was told that it may.
 */
export const requireSeatsKept = (
  { job, found }: Pick<PortfolioStep, 'job' | 'found'>,
  before: SeatsOfProducts,
  after: SeatsOfProducts,
): void => {
  const shrinkage = seatShrinkage(before, after);
  const namesNothing = after.size === 0 && found.seatsNotCounted !== undefined;
  if (job.allowShrink || !(shrinksTooMuch(shrinkage) || (namesNothing && shrinkage.ended > 0))) return;
  const kept = shrinkage.stored - shrinkage.ended;
  Object.assign(found.counts, { storedSeats: shrinkage.stored, keptSeats: kept });
  throw shrinksRefusal(shrinkage, 'seats', `names ${kept} of ${shrinkage.stored} seats`);
};
