/** People who hold the same set of products. */
export interface HolderGroup {
  readonly skus: readonly string[];
  readonly people: number;
}

interface Step {
  readonly group: number;
  /** The product through which the group was reached, taking people off it; none for a group with people left to seat. */
  readonly from: string | undefined;
}

/**
 * The most people that can sit at once when each takes one seat of a product it holds: a maximum flow from groups to
 * products, found by augmenting along shortest paths. Order-free by nature; `seats` are counts by product id.
 */
export const mostSeated = (groups: readonly HolderGroup[], seats: ReadonlyMap<string, number>): number => {
  const standing = groups.map(({ people }) => people);
  const free = new Map(seats);
  /** People of each group seated on each product. */
  const seated = groups.map(() => new Map<string, number>());
  let total = 0;
  for (;;) {
    const path = shortestPath(groups, standing, free, seated);
    if (!path) return total;
    const last = path.at(-1)?.sku ?? '';
    const first = path[0]?.group ?? 0;
    const moved = Math.min(
      standing[first] ?? 0,
      free.get(last) ?? 0,
      ...path.slice(1).map(({ group }, index) => seated[group]?.get(path[index]?.sku ?? '') ?? 0),
    );
    standing[first] = (standing[first] ?? 0) - moved;
    free.set(last, (free.get(last) ?? 0) - moved);
    path.forEach(({ group, sku }, index) => {
      const places = seated[group] ?? new Map<string, number>();
      const previous = path[index - 1]?.sku;
      if (previous !== undefined) places.set(previous, (places.get(previous) ?? 0) - moved);
      places.set(sku, (places.get(sku) ?? 0) + moved);
    });
    total += moved;
  }
};

/** From a group with people standing to a product with free seats; each hop seats the group's people on `sku` instead. */
const shortestPath = (
  groups: readonly HolderGroup[],
  standing: readonly number[],
  free: ReadonlyMap<string, number>,
  seated: readonly ReadonlyMap<string, number>[],
): { group: number; sku: string }[] | undefined => {
  const reachedGroups = new Map<number, Step>();
  const reachedProducts = new Map<string, number>();
  const queue = groups.flatMap((_, group) => ((standing[group] ?? 0) > 0 ? [group] : []));
  for (const group of queue) reachedGroups.set(group, { group, from: undefined });
  for (const group of queue) {
    for (const sku of groups[group]?.skus ?? []) {
      if (reachedProducts.has(sku)) continue;
      reachedProducts.set(sku, group);
      if ((free.get(sku) ?? 0) > 0) return pathTo(sku, reachedGroups, reachedProducts);
      seated.forEach((places, other) => {
        if (reachedGroups.has(other) || (places.get(sku) ?? 0) === 0) return;
        reachedGroups.set(other, { group: other, from: sku });
        queue.push(other);
      });
    }
  }
  return undefined;
};

const pathTo = (
  last: string,
  groups: ReadonlyMap<number, Step>,
  products: ReadonlyMap<string, number>,
): { group: number; sku: string }[] => {
  const path: { group: number; sku: string }[] = [];
  for (let sku: string | undefined = last; sku !== undefined; ) {
    const group: number = products.get(sku) ?? 0;
    path.unshift({ group, sku });
    sku = groups.get(group)?.from;
  }
  return path;
};
