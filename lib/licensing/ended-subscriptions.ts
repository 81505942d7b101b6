import { parseDay } from '../time/day.ts';
import { type EndedSubscription, MOST_SUBSCRIPTIONS, type SubscriptionLists } from './subscription.ts';

/** An ended subscription explains activity for 28 days, and a day can be computed until four days later. */
const REMEMBERED_DAYS = 32;

/** What ended before it vanished keeps its own day; what was not sold yet leaves nothing behind. */
const endOf = (
  { stateSince, ...one }: SubscriptionLists['lists'][string]['subscriptions'][number],
  seller: string,
  day: string,
): EndedSubscription[] => {
  if (one.state === 'pending') return [];
  const isOver = one.state === 'cancelled' || one.state === 'upgraded';
  return [{ ...one, seller, state: 'cancelled', stateSince: isOver ? (stateSince ?? day) : day }];
};

/**
 * The ended subscriptions after lists were replaced as of `day` (`YYYY-MM-DD`): what sellers' own lists no longer name
 * joins those remembered, what they name again leaves them. A seller whom a list of all sellers leaves out sells nothing
 * any more. The newest come first, as many as one item has room for; `undefined` of none.
 */
export const endedAfter = (
  { lists: before, ended = [] }: SubscriptionLists,
  after: SubscriptionLists['lists'],
  day: string,
): EndedSubscription[] | undefined => {
  const named = new Set(
    Object.entries(after).flatMap(([seller, { subscriptions }]) => subscriptions.map(({ id }) => `${seller}\n${id}`)),
  );
  const vanished = Object.entries(before).flatMap(([seller, { derived, subscriptions }]) =>
    derived ? [] : subscriptions.flatMap((one) => endOf(one, seller, day)),
  );
  const remembered = new Map([...ended, ...vanished].map((one) => [`${one.seller}\n${one.id}`, one]));
  const count = Object.values(after).reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  const kept = [...remembered]
    .filter(([id, { stateSince }]) => !named.has(id) && parseDay(day) - parseDay(stateSince) < REMEMBERED_DAYS)
    .map(([, one]) => one)
    .sort((a, b) => (a.stateSince < b.stateSince ? 1 : -1))
    .slice(0, Math.max(0, MOST_SUBSCRIPTIONS - count));
  return kept.length > 0 ? kept : undefined;
};
