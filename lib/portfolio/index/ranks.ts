const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The places of customers in two orders, the first is 0. */
interface Ranks {
  /** By name as people read it, the same for names that differ in case or accents alone. */
  readonly names: Uint32Array;
  /** By id, for those that are the same otherwise. */
  readonly customerIds: Uint32Array;
}

/** The ranks of customers by their names and ids, both in one order. */
export const ranksOf = (names: readonly string[], customerIds: readonly string[]): Ranks => ({
  names: rank(names, collator.compare),
  customerIds: rank(customerIds, (a, b) => (a < b ? -1 : Number(a > b))),
});

const rank = (texts: readonly string[], compare: (a: string, b: string) => number): Uint32Array => {
  const order = texts.map((text, place) => ({ text, place })).sort((a, b) => compare(a.text, b.text));
  const ranks = new Uint32Array(texts.length);
  let current = 0;
  for (const [at, { text, place }] of order.entries()) {
    const before = order[at - 1];
    if (before && compare(before.text, text) !== 0) current = at;
    ranks[place] = current;
  }
  return ranks;
};
