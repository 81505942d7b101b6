import { type Catalogue, hasFigures } from '../../catalogue/product.ts';
import type { ProductFigures } from './product-figures.ts';
import { type HolderGroup, mostSeated } from './seating.ts';
import type { SnapshotGroup } from './snapshot.ts';
import type { GroupTally, Tally, TallyContext } from './tally.ts';
import type { HeldProduct } from './user-standing.ts';

const nobody = (): GroupTally => ({
  holders: 0,
  active: 0,
  unmatched: 0,
  several: { none: 0, one: 0, more: 0 },
  products: new Map(),
  needs: new Map(),
});

/** What people of one kind hold, and used. */
export interface GroupHolders {
  /** How many they are. */
  readonly people: number;
  /** Whether they are known by mail addresses, or other ids are mapped to theirs. */
  readonly isMatched: boolean;
  readonly held: readonly HeldProduct[];
  /** Measured workloads used within the window. */
  readonly active: ReadonlySet<string>;
  readonly isMeasured: (workload: string) => boolean;
}

/** Counts people of one kind into the groups of whose products any is held. `tallies` is by the ids of groups. */
export const tallyGroups = (
  tallies: Map<string, GroupTally>,
  { groups }: Pick<Catalogue, 'groups'>,
  { held, ...holders }: GroupHolders,
): void => {
  for (const group of groups.values()) {
    const members = held.filter(({ product }) => hasFigures(product) && group.products.includes(product.sku));
    if (members.length === 0) continue;
    const tally = tallies.get(group.id) ?? nobody();
    tallies.set(group.id, tally);
    tallyHolders(tally, { ...holders, held: members });
  }
};

const tallyHolders = (tally: GroupTally, holders: GroupHolders): void => {
  const { held, active, isMatched, people } = holders;
  const used = held.some(({ workloads }) => workloads.some((one) => active.has(one)));
  tally.holders += people;
  if (used) tally.active += people;
  if (!isMatched) tally.unmatched += people;
  const needs = needsOf(holders);
  const needed = new Set(needs.flat());
  const isSeveral = held.length > 1;
  for (const { product } of held) {
    const row = tally.products.get(product.sku) ?? { holders: 0, spare: 0 };
    row.holders += people;
    if (isSeveral && used && !needed.has(product.sku)) row.spare += people;
    tally.products.set(product.sku, row);
  }
  if (isSeveral) tally.several[needs.length === 0 ? 'none' : needs.length === 1 ? 'one' : 'more'] += people;
  for (const skus of isSeveral && used ? needs : held.map(({ product }) => [product.sku])) {
    const key = skus.join('\n');
    tally.needs.set(key, (tally.needs.get(key) ?? 0) + people);
  }
};

/**
 * The seats that a person needs to lack nothing that was used: one of each of these sets of held products. A set that holds
 * all of another is met by what meets that one. A product of which no workload is measured is kept: it may be in use.
 */
const needsOf = ({ held, active, isMeasured }: GroupHolders): string[][] => {
  const containing = [...active].flatMap((workload) => {
    const skus = held.flatMap(({ product, workloads }) => (workloads.includes(workload) ? [product.sku] : []));
    return skus.length > 0 ? [skus.sort()] : [];
  });
  const unheard = held.filter(({ workloads }) => !workloads.some(isMeasured)).map(({ product }) => [product.sku]);
  const sets = [...new Map([...containing, ...unheard].map((skus) => [skus.join('\n'), skus])).values()];
  return sets.filter((skus) => !sets.some((other) => other !== skus && other.every((sku) => skus.includes(sku))));
};

/** A product of a group, with its seats. */
interface GroupSeats {
  readonly sku: string;
  /** `null` where no source tells. */
  readonly sold: number | null;
}

/**
 * How many of the seats on which somebody sits could be given to others without anybody lacking what was used: as many as
 * are taken now, less those that are taken when people who hold several keep what they need. Order-free, as the seating is.
 * Of products whose seats nobody tells none counts; `null` when that is all.
 */
const movableSeats = (tally: GroupTally, seats: readonly GroupSeats[]): number | null => {
  const sold = new Map(seats.flatMap(({ sku, sold: count }) => (count === null ? [] : [[sku, count] as const])));
  if (sold.size === 0) return null;
  const taken = [...sold].reduce(
    (sum, [sku, count]) => sum + Math.min(count, tally.products.get(sku)?.holders ?? 0),
    0,
  );
  const groups = [...tally.needs].flatMap(([key, people]): HolderGroup[] => {
    const skus = key.split('\n');
    return skus.every((sku) => sold.has(sku)) ? [{ skus, people }] : [];
  });
  return taken - mostSeated(groups, sold);
};

/**
 * The rows of the groups of which a customer has more than one product, by id of group. Who holds what is `null` where
 * it is not known on the day, and so is how many seats can move.
 */
export const groupRows = (
  figures: readonly ProductFigures[],
  { groups }: Pick<Tally, 'groups'>,
  { catalogue, measured }: Pick<TallyContext, 'catalogue' | 'measured'>,
  holdersKnown: boolean,
): SnapshotGroup[] =>
  [...catalogue.groups.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((group): SnapshotGroup[] => {
      const members = figures.filter(({ product }) => group.products.includes(product.sku));
      if (members.length < 2) return [];
      const tally = holdersKnown ? (groups.get(group.id) ?? nobody()) : undefined;
      const heard = members.flatMap(({ product }) =>
        product.workloads.flatMap((workload) => measured.get(workload)?.heardDays ?? []),
      );
      const unmeasured = members.filter(({ product }) => !product.workloads.some((one) => measured.has(one)));
      const seats = members.map(({ product: { sku }, seats: { sold } }) => ({ sku, sold }));
      return [
        {
          group: group.id,
          holders: tally?.holders ?? null,
          active: tally && heard.length > 0 ? tally.active : null,
          unmatched: tally?.unmatched ?? null,
          several: tally ? { ...tally.several } : null,
          movable: tally ? movableSeats(tally, seats) : null,
          heardDays: heard.length > 0 ? Math.min(...heard) : null,
          products: members.map(({ product: { sku } }) => ({
            sku,
            spare: tally ? (tally.products.get(sku)?.spare ?? 0) : null,
          })),
          unmeasured: unmeasured.map(({ product: { sku } }) => sku),
        },
      ];
    });
