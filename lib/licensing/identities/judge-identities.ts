import { identityModeOf } from '../../values/identity-mode.ts';
import { MOST_IDENTITIES, MOST_OF_ONE_USER } from './identity.ts';
import type { Identities } from './persons.ts';

/** Another id of a user, both as the stage stores users. */
interface NamedIdentity {
  readonly alias: string;
  readonly userId: string;
}

/** What is wrong with an identity: which of its two ids. */
interface Complaint {
  readonly of: keyof NamedIdentity;
  readonly code:
    | 'same_id'
    | 'other_identity_mode'
    | 'contradiction'
    | 'alias_is_user'
    | 'user_is_alias'
    | 'too_many_of_one_user'
    | 'too_many_identities';
  /** Quotes no id: it may be kept where ids may not. */
  readonly message: string;
}

/** What is wrong with one of the identities that somebody would put, by its place in the list. */
export interface IdentityComplaint extends Complaint {
  readonly index: number;
}

/**
 * Judges identities, named as the stage stores users, by what the customer's would be if all of them were put: an alias that
 * is another user's already becomes this one's. Their order makes no difference, but that of two that contradict each other
 * the later one is named. None: all can be put.
 */
export const judgeIdentities = (current: Identities, wanted: readonly NamedIdentity[]): IdentityComplaint[] => {
  const users = new Map<string, string>();
  const judged = wanted.map((one) => {
    const complaint = judgeAlone(one, users.get(one.alias));
    if (!complaint) users.set(one.alias, one.userId);
    return { one, complaint };
  });
  const next = new Map([...current, ...users]);
  const aliasesOf = new Map<string, number>();
  for (const userId of next.values()) aliasesOf.set(userId, (aliasesOf.get(userId) ?? 0) + 1);
  return judged.flatMap(({ one, complaint }, index) => {
    const found = complaint ?? judgeAmong(one, { current, next, aliasesOf });
    return found ? [{ index, ...found }] : [];
  });
};

/** What is wrong with an identity by itself, or beside the user whose its alias is earlier in the list. */
const judgeAlone = ({ alias, userId }: NamedIdentity, earlier: string | undefined): Complaint | undefined => {
  if (alias === userId) return { of: 'alias', code: 'same_id', message: 'it is the id of the user: leave it out' };
  if (identityModeOf(alias) !== identityModeOf(userId))
    return {
      of: 'alias',
      code: 'other_identity_mode',
      message: 'one of the two ids is readable and the other one stands for a name: the two never count together',
    };
  if (earlier !== undefined && earlier !== userId)
    return { of: 'userId', code: 'contradiction', message: 'the same alias is of another user earlier in the list' };
  return undefined;
};

/** What is wrong with an identity among all that there would be. */
const judgeAmong = (
  { alias, userId }: NamedIdentity,
  { current, next, aliasesOf }: { current: Identities; next: Identities; aliasesOf: ReadonlyMap<string, number> },
): Complaint | undefined => {
  if (aliasesOf.has(alias))
    return {
      of: 'alias',
      code: 'alias_is_user',
      message: 'other ids are mapped to it as to a user: map those to the same user as this one',
    };
  if (next.has(userId))
    return {
      of: 'userId',
      code: 'user_is_alias',
      message: 'it is an alias of another user itself: name that user',
    };
  if ((aliasesOf.get(userId) ?? 0) > MOST_OF_ONE_USER)
    return { of: 'userId', code: 'too_many_of_one_user', message: `a user has at most ${MOST_OF_ONE_USER} aliases` };
  if (next.size > MOST_IDENTITIES && !current.has(alias))
    return {
      of: 'alias',
      code: 'too_many_identities',
      message: `a customer has at most ${MOST_IDENTITIES.toLocaleString('en')} identities`,
    };
  return undefined;
};
