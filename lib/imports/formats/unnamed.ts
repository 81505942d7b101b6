import { foldName } from '../../catalogue/names/fold-name.ts';
import { keepNames, sumOfName, type UnnamedProduct } from '../../licensing/not-counted.ts';
import { type Findings, withoutAddresses } from './findings.ts';
import type { StatedHoldings } from './stated-holdings.ts';

/** What a file names that is no product of the catalogue, by name; case and runs of spaces aside. */
export type Unnamed = Map<string, UnnamedProduct>;

/** As long as a name of a product may be: a longer one is none. */
const LONGEST_NAME = 200;

/** Adds a name with its seats, in place; the seats of lines of one name are summed. */
export const addUnnamed = (unnamed: Unnamed, one: UnnamedProduct): void => {
  const name = withoutAddresses(one.name).slice(0, LONGEST_NAME).toWellFormed();
  const key = foldName(name);
  const before = unnamed.get(key);
  unnamed.set(key, before ? sumOfName(before, one) : { ...one, name });
};

/** The names that users hold by a list of all users, and how many people hold each. */
export const unnamedOfUsers = (users: Iterable<StatedHoldings | undefined>): Unnamed => {
  const unnamed: Unnamed = new Map();
  for (const stated of users)
    for (const name of new Set(stated?.unnamed))
      addUnnamed(unnamed, { name, reason: 'unknown', sold: null, assigned: 1 });
  return unnamed;
};

/** Tells in the findings, in place of what they told before, what a file names that is no product of the catalogue. */
export const tellUnnamed = (found: Findings, unnamed: Unnamed): void => {
  delete found.seatsNotCounted;
  delete found.moreNotCounted;
  if (unnamed.size === 0) return;
  const { products, more } = keepNames([...unnamed.values()]);
  found.seatsNotCounted = products;
  if (more > 0) found.moreNotCounted = more;
};
