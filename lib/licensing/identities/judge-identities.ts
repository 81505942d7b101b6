import { identityModeOf } from '../../values/identity-mode.ts';
import { MOST_IDENTITIES, MOST_OF_ONE_USER } from './identity.ts';
import type { Identities } from './persons.ts';

/** What is wrong with one of the identities that somebody would put, by its place in the list. */
export interface IdentityComplaint {
  readonly index: number;
  /** Which of its two ids. */
  readonly of: 'alias' | 'userId';
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

/**
 * Judges identities, named as the stage stores users, by what the customer's would be if all of them were put: an alias that
 * is another user's already becomes this one's. Their order makes no difference, but that of two that contradict each other
 * the later one is named. Quotes nobody's id. None: all can be put.
 */
export const judgeIdentities = (
  current: Identities,
  wanted: readonly { readonly alias: string; readonly userId: string }[],
): IdentityComplaint[] => {
  const next = new Map([...current, ...wanted.map(({ alias, userId }) => [alias, userId] as const)]);
  const aliasesOf = new Map<string, number>();
  for (const userId of next.values()) aliasesOf.set(userId, (aliasesOf.get(userId) ?? 0) + 1);
  const firstOf = new Map<string, number>();
  return wanted.flatMap(({ alias, userId }, index): IdentityComplaint[] => {
    const first = firstOf.get(alias) ?? index;
    firstOf.set(alias, first);
    const complain = (
      of: IdentityComplaint['of'],
      code: IdentityComplaint['code'],
      message: string,
    ): IdentityComplaint[] => [{ index, of, code, message }];
    if (alias === userId) return complain('alias', 'same_id', 'it is the id of the user: leave it out');
    if (identityModeOf(alias) !== identityModeOf(userId))
      return complain(
        'alias',
        'other_identity_mode',
        'one of the two ids is readable and the other one stands for a name, and the two are never counted together',
      );
    if (wanted[first]?.userId !== userId)
      return complain('userId', 'contradiction', 'the same alias is of another user earlier in the list');
    if (aliasesOf.has(alias))
      return complain(
        'alias',
        'alias_is_user',
        'it is a user to whom other ids are mapped: map those to the other user, too, or turn this entry around',
      );
    if (next.has(userId))
      return complain('userId', 'user_is_alias', 'it is an alias of another user itself: name that user');
    if ((aliasesOf.get(userId) ?? 0) > MOST_OF_ONE_USER)
      return complain('userId', 'too_many_of_one_user', `a user has at most ${MOST_OF_ONE_USER} aliases`);
    if (next.size > MOST_IDENTITIES && !current.has(alias))
      return complain(
        'alias',
        'too_many_identities',
        `a customer has at most ${MOST_IDENTITIES.toLocaleString('en')} identities`,
      );
    return [];
  });
};
