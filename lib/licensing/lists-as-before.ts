import { type EndedSubscription, MOST_SUBSCRIPTIONS, type SubscriptionLists } from './subscription.ts';

const idOf = ({ seller, id }: Pick<EndedSubscription, 'seller' | 'id'>): string => `${seller}\n${id}`;

/** How many subscriptions there are, of all sellers together. */
const countOf = (lists: SubscriptionLists['lists']): number =>
  Object.values(lists).reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);

/** Whether the lists have room in one item. */
export const haveRoom = ({ lists }: SubscriptionLists): boolean => countOf(lists) <= MOST_SUBSCRIPTIONS;

/**
 * The lists with that of one seller, and what of its has ended, as they were `before` (`undefined`: there were none); what
 * other sellers said since stays.
 */
export const listAsBefore = (
  current: SubscriptionLists,
  before: SubscriptionLists | undefined,
  seller: string,
): SubscriptionLists => {
  const { [seller]: _, ...others } = current.lists;
  const own = before && Object.hasOwn(before.lists, seller) ? before.lists[seller] : undefined;
  const lists = own ? { ...current.lists, [seller]: own } : others;
  const ended = endedAsBefore(current, before, seller, lists);
  const { ended: __, ...rest } = current;
  return { ...rest, lists, ...(ended.length > 0 ? { ended } : {}) };
};

const endedAsBefore = (
  current: SubscriptionLists,
  before: SubscriptionLists | undefined,
  seller: string,
  lists: SubscriptionLists['lists'],
): EndedSubscription[] => {
  const known = new Set(before?.ended?.map(idOf));
  const since = (current.ended ?? []).filter((one) => one.seller !== seller && !known.has(idOf(one)));
  const named = new Set(
    Object.entries(lists).flatMap(([name, { subscriptions }]) =>
      subscriptions.map(({ id }) => idOf({ seller: name, id })),
    ),
  );
  return [...(before?.ended ?? []), ...since]
    .filter((one) => !named.has(idOf(one)))
    .sort((a, b) => (a.stateSince === b.stateSince ? 0 : a.stateSince < b.stateSince ? 1 : -1))
    .slice(0, Math.max(0, MOST_SUBSCRIPTIONS - countOf(lists)));
};

/**
 * The lists with all that a file of the customer's directory derived as they were `before` (`undefined`: there were none).
 * A list that its seller sent since stays, as it does when lists are derived.
 */
export const derivedAsBefore = (
  { derivedBy: _derivedBy, ...current }: SubscriptionLists,
  before: SubscriptionLists | undefined,
): SubscriptionLists => {
  const own = Object.entries(current.lists).filter(([, { derived }]) => !derived);
  const wereDerived = Object.entries(before?.lists ?? {}).filter(([, { derived }]) => derived);
  const lists = Object.fromEntries([...wereDerived, ...own]);
  return { ...current, lists, ...(before?.derivedBy ? { derivedBy: before.derivedBy } : {}) };
};
