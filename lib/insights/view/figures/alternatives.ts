import type { Snapshot } from '../../count/snapshot.ts';
import type { Alternatives, ProductInsights } from './seen-figures.ts';
import type { View } from './view.ts';

/** The groups of products of which a customer has several: each product's own figures side by side, and what they have in common. */
export const alternativesOf = (
  { groups = [] }: Pick<Snapshot, 'groups'>,
  products: readonly ProductInsights[],
  { catalogue }: Pick<View, 'catalogue'>,
): Alternatives[] =>
  groups.map(({ group, several, movable, products: members, ...counts }) => ({
    ...counts,
    group,
    name: catalogue.groups.get(group)?.name ?? group,
    holdSeveral: several && { useNone: several.none, useOne: several.one, useSeveral: several.more },
    movableSeats: movable,
    products: members.map(({ sku, spare }) => {
      const figures = products.find((one) => one.sku === sku);
      return {
        sku,
        name: figures?.name ?? sku,
        family: figures?.family ?? '',
        sold: figures?.sold ?? null,
        assigned: figures?.assigned ?? null,
        activeEntitlements: figures?.activeEntitlements ?? null,
        usagePercent: figures?.usagePercent ?? null,
        spare,
      };
    }),
  }));
