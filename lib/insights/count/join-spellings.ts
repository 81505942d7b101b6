import { mergeCalendars } from '../../activity/calendar.ts';
import { type Holdings, mergeChanges } from '../../licensing/assignment.ts';
import { joinIdentities } from './join-identities.ts';
import type { UserFacts } from './user-standing.ts';

/**
 * Joins what is stored of one user under several spellings of the same id: an accented letter is one character, or a letter
 * and its accent, and before ids were put into composed form (NFC) either was kept. Joins, too, the ids of one person, whose
 * each is by `persons` (see `personsOf`). Nobody is counted twice for it. Gives `count` each user once: at once, or, where the
 * id has a letter of two spellings or is named by `persons`, when all users have been seen.
 */
export const countJoined = async (
  users: AsyncIterable<UserFacts>,
  persons: ReadonlyMap<string, string>,
  count: (user: UserFacts) => void,
): Promise<void> => {
  const held = new Map<string, UserFacts>();
  for await (const user of users) {
    const spelled = hasSpellings(user.userId);
    const userId = spelled ? user.userId.normalize('NFC') : user.userId;
    if (!spelled && !persons.has(userId)) {
      count(user);
      continue;
    }
    const before = held.get(userId);
    held.set(userId, before ? joined(before, user) : { ...user, userId });
  }
  for (const user of joinIdentities(held, persons)) count(user);
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
