import type { HolderGroup } from './seating.ts';

/**
 * Sold seats of a row that people hold beyond their first: of each person's products the one with most sold seats is the
 * first, and of its further products only as many count as have sold seats (design 6, ruling 2). Never above all seats.
 * `holders` are all people of a row by the products they hold, `sold` the sold seats by product id.
 */
export const overlapOf = (holders: readonly HolderGroup[], sold: ReadonlyMap<string, number>): number => {
  const seatsOf = (sku: string): number => sold.get(sku) ?? 0;
  const further = new Map<string, number>();
  for (const { skus, people } of holders) {
    const [, ...others] = skus.toSorted((a, b) => seatsOf(b) - seatsOf(a) || (a < b ? -1 : 1));
    for (const sku of others) further.set(sku, (further.get(sku) ?? 0) + people);
  }
  return [...further].reduce((sum, [sku, people]) => sum + Math.min(people, seatsOf(sku)), 0);
};
