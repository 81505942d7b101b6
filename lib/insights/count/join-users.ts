import { mergeCalendars } from '../../activity/calendar.ts';
import { type Holdings, mergeChanges } from '../../licensing/assignment.ts';
import { ownText } from '../../values/own-text.ts';
import { joinIdentities } from './join-identities.ts';
import type { UserFacts } from './user-standing.ts';

/** Users on their way into a count. */
export interface UserJoiner {
  /** Takes the next user. */
  readonly add: (user: UserFacts) => void;
  /** The users who are held back so far: more may be known of them. */
  readonly heldBack: () => UserFacts[];
  /** Counts them: all users have been seen. */
  readonly end: () => void;
}

/**
 * Joins what is stored of one user under several spellings of the same id: an accented letter is one character, or a letter
 * and its accent, and before ids were put into composed form (NFC) either was kept. Joins, too, the ids of one person, whose
 * each is by `persons` (see `personsOf`). Nobody is counted twice for it. Gives `count` each user once: at once, or, where the
 * id has a letter of two spellings or is named by `persons`, when all users have been seen. `before` are those whom an
 * earlier step held back.
 */
export const joinUsers = (
  count: (user: UserFacts) => void,
  persons: ReadonlyMap<string, string>,
  before: readonly UserFacts[] = [],
): UserJoiner => {
  const held = new Map(before.map((user) => [user.userId, user]));
  return {
    add: (user) => {
      const isSpelled = hasSpellings(user.userId);
      const spelled = isSpelled ? user.userId.normalize('NFC') : user.userId;
      if (!isSpelled && !persons.has(spelled)) return count(user);
      const userId = ownText(spelled);
      const known = held.get(userId);
      held.set(userId, known ? joined(known, { ...user, userId }) : { ...user, userId });
    },
    heldBack: () => [...held.values()],
    end: () => {
      for (const user of joinIdentities(held, persons)) count(user);
    },
  };
};

const hasSpellings = (userId: string): boolean =>
  /[^\0-\x7f]/u.test(userId) && userId.normalize('NFC') !== userId.normalize('NFD');

const joined = (a: UserFacts, b: UserFacts): UserFacts => {
  const calendar = a.calendar && b.calendar ? mergeCalendars(a.calendar, b.calendar) : (a.calendar ?? b.calendar);
  const holdings = a.holdings && b.holdings ? joinedHoldings(a.holdings, b.holdings) : (a.holdings ?? b.holdings);
  const withheld = { ...a.withheld, ...b.withheld };
  return {
    userId: a.userId,
    ...(calendar ? { calendar } : {}),
    ...(holdings ? { holdings } : {}),
    ...(Object.keys(withheld).length > 0 ? { withheld } : {}),
  };
};

const joinedHoldings = (a: Holdings, b: Holdings): Holdings =>
  mergeChanges(
    a,
    Object.entries(b).flatMap(([sku, history]) => history.map(([on, assigned]) => ({ sku, on, assigned }))),
  ) ?? a;
