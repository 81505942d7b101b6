import * as z from 'zod';
import { type Catalogue, findProduct } from '../catalogue/product.ts';
import { type Complaints, refuseLines } from '../problem/refuse-lines.ts';
import { entityId } from '../values/entity-id.ts';
import { revealed } from '../values/hidden-characters.ts';
import { DIRECT, type Subscription, subscription } from './subscription.ts';

/** A subscription as a request names it. */
export const offeredSubscription = subscription
  .extend({
    id: subscription.shape.id.meta({ description: 'Its id at the seller.' }),
    sku: z
      .string()
      .min(1)
      .max(128)
      .meta({ description: 'A product, by its id or its part number.', example: 'SPE_E3' }),
    partnerId: entityId
      .optional()
      .meta({ description: "The seller; a partner's own id, or left out by an operator: sold directly." }),
  })
  .meta({ id: 'OfferedSubscription' });
export type OfferedSubscription = z.infer<typeof offeredSubscription>;

/** A subscription of a known product and its seller. */
export interface SoldSubscription {
  readonly seller: string;
  readonly subscription: Subscription;
}

/**
 * Reads a request's list: SKUs become product ids, every line gets its seller. `partnerId` is the partner that the caller
 * acts as, `undefined` for an operator who acts for all. Throws a 400 problem that names every line with an unknown SKU,
 * another partner, or an id that its seller already used; the sellers themselves are not looked up.
 */
export const readOffer = (
  offered: readonly OfferedSubscription[],
  catalogue: Catalogue,
  partnerId: string | undefined,
): SoldSubscription[] => {
  const complaints: Record<'foreign_seller' | 'unknown_sku' | 'duplicate_subscription', Complaints> = {
    foreign_seller: [],
    unknown_sku: [],
    duplicate_subscription: [],
  };
  const seen = new Map<string, number>();
  const sold = offered.map(({ partnerId: named, ...line }, index): SoldSubscription => {
    const at = `/subscriptions/${index}`;
    if (partnerId !== undefined && named !== undefined && named !== partnerId)
      complaints.foreign_seller.push({ pointer: `${at}/partnerId`, message: `"${named}" is not you; leave it out` });
    const product = findProduct(catalogue, line.sku);
    if (!product)
      complaints.unknown_sku.push({
        pointer: `${at}/sku`,
        message: `"${revealed(line.sku)}" is no product id or part number known here`,
      });
    const seller = partnerId ?? named ?? DIRECT;
    const key = `${seller}\n${line.id}`;
    const first = seen.get(key);
    if (first !== undefined)
      complaints.duplicate_subscription.push({
        pointer: `${at}/id`,
        message: `"${line.id}" is already at /subscriptions/${first}`,
      });
    seen.set(key, first ?? index);
    return { seller, subscription: { ...line, sku: product?.sku ?? '' } };
  });
  refuseLines(complaints);
  return sold;
};
