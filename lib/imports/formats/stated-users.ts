import type { StoredUserId } from '../../values/user-names.ts';
import { MOST_UNKNOWN_NAMES, MOST_USERS } from './file-limits.ts';
import { FileRefused } from './findings.ts';
import { type StatedHoldings, type StatedUsers, unite } from './stated-holdings.ts';

/** Different holdings that are kept to be shared; a tenant has a few thousand. */
const MOST_SHARED = 200_000;

/** Puts together what a list of all users says of each, row by row. */
export interface UserStatements {
  readonly stated: StatedUsers;
  /** Adds what a row says of a user, `undefined` for nothing; of several rows, each adds what it lists. Throws FileRefused. */
  readonly add: (userId: StoredUserId, says: StatedHoldings | undefined) => void;
}

/**
 * Statements of users that share equal values in memory: a million users have a few combinations of products. Throws
 * FileRefused `too_many_users`, and `too_many_names` of products that are not in the catalogue.
 */
export const collectStatements = (): UserStatements => {
  const stated: StatedUsers = { users: new Map(), repeated: 0 };
  const share = sharing();
  const unknownNames = new Set<string>();
  const add = (userId: StoredUserId, says: StatedHoldings | undefined): void => {
    const before = stated.users.get(userId);
    const repeated = stated.users.has(userId);
    if (repeated) stated.repeated += 1;
    for (const name of says?.unnamed ?? []) unknownNames.add(name);
    if (unknownNames.size > MOST_UNKNOWN_NAMES) throw tooManyNames();
    // Of a user of whom one row says nothing, nothing is known.
    const isKnown = says && !(repeated && before === undefined);
    stated.users.set(userId, isKnown ? share(before ? unite(before, says) : says) : undefined);
    requireUsers(stated.users.size);
  };
  return { stated, add };
};

const sharing = (): ((one: StatedHoldings) => StatedHoldings) => {
  const known = new Map<string, StatedHoldings>();
  return (one) => {
    const key = keyOf(one);
    const shared = known.get(key);
    if (shared) return shared;
    if (known.size < MOST_SHARED) known.set(key, one);
    return one;
  };
};

const keyOf = ({ held, undecided, since, sinceOf, withheld, unnamed }: StatedHoldings): string =>
  JSON.stringify([held, undecided, since, sinceOf && [...sinceOf], withheld && [...withheld], unnamed]);

/** Throws FileRefused `too_many_users` for a file that lists more than can be applied. */
export const requireUsers = (users: number): void => {
  if (users > MOST_USERS)
    throw new FileRefused(
      'too_many_users',
      `The file lists more than ${MOST_USERS.toLocaleString('en')} users, which is as many as one customer may have. Nothing was stored.`,
    );
};

const tooManyNames = (): FileRefused =>
  new FileRefused(
    'too_many_names',
    `The file names more than ${MOST_UNKNOWN_NAMES.toLocaleString('en')} products that are not in the catalogue. Check whether it is the right file.`,
  );
