import * as z from 'zod';
import { Problem } from '../problem/problem.ts';
import { dayText } from '../time/day.ts';
import { endedAfter } from './ended-subscriptions.ts';
import type { MadeBy } from './made-by.ts';
import { movesMonthly } from './monthly-term.ts';
import { besideOthers, type NotCounted } from './not-counted.ts';
import type { SoldSubscription } from './offered-subscription.ts';
import {
  DIRECT,
  MOST_SUBSCRIPTIONS,
  type SellerList,
  type Subscription,
  type SubscriptionLists,
  storedSubscription,
  type ToldSubscription,
} from './subscription.ts';

/** The subscriptions that a caller sees: its own, or every seller's for an operator. */
export const subscriptionsView = z
  .object({
    subscriptions: z.array(
      storedSubscription
        .extend({
          movesMonthly: storedSubscription.shape.movesMonthly.meta({
            description:
              'No source tells its term; as its date moved by a month, it is taken for a monthly subscription.',
          }),
          seller: z.string().optional().meta({ description: 'For operators: a partner, or `direct`.' }),
          derived: z.literal(true).optional().meta({
            description:
              "Not sent by the seller: from a file of the customer's directory, which names the tenant that created each subscription.",
          }),
        })
        .meta({ id: 'Subscription' }),
    ),
    dataThrough: dayText
      .nullable()
      .meta({ description: 'The day of the oldest list shown; null when none was ever sent.' }),
  })
  .meta({ id: 'Subscriptions' });
export type SubscriptionsView = z.infer<typeof subscriptionsView>;

/**
 * The lists after one was replaced: a partner's own, all others staying as they are, or (`partnerId` undefined) those of
 * all sellers, of whom the ones that sell nothing are forgotten. What a list no longer names has ended on its day. `day`
 * (`YYYY-MM-DD`) is what the new lists speak of; `made` tells the import that they came by.
 * Throws a 400 problem when the customer would have too many subscriptions.
 */
export const replaceLists = (
  stored: SubscriptionLists,
  sold: readonly SoldSubscription[],
  partnerId: string | undefined,
  day: string,
  made?: MadeBy,
): SubscriptionLists => {
  const { lists, derivedBy } = stored;
  const bySeller = Map.groupBy(sold, ({ seller }) => seller);
  // An empty list is a statement too: nothing is sold any more.
  if (sold.length === 0) bySeller.set(partnerId ?? DIRECT, []);
  const replaced = Object.fromEntries(
    [...bySeller].map(([seller, lines]) => {
      const before = Object.hasOwn(lists, seller) ? (lists[seller]?.subscriptions ?? []) : [];
      const subscriptions = lines.map(({ subscription: one }) => asListed(one, before, day));
      return [seller, { day, subscriptions, ...(made ? { made } : {}) }];
    }),
  );
  const next = partnerId === undefined ? replaced : { ...lists, ...replaced };
  const count = Object.values(next).reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  if (count > MOST_SUBSCRIPTIONS)
    throw new Problem(
      400,
      'too_many_subscriptions',
      `A customer has room for ${MOST_SUBSCRIPTIONS} subscriptions of all sellers together, and these ${sold.length} do not fit in. Leave out what has ended; nothing was stored.`,
    );
  const ended = endedAfter(stored, next, day);
  // Where all lists were replaced, none is left that was derived.
  const derived = partnerId !== undefined && derivedBy ? { derivedBy } : {};
  return { lists: next, ...(ended ? { ended } : {}), ...derived };
};

/** The lists with what the file of one of the sellers could not name, as far as there is room for it. */
export const withNotCounted = (
  stored: SubscriptionLists,
  seller: string,
  own: NotCounted | undefined,
): SubscriptionLists => {
  const { [seller]: list, ...others } = stored.lists;
  if (!list || !own) return stored;
  const notCounted = besideOthers(
    own,
    Object.values(others).map((other) => other.notCounted),
  );
  return { ...stored, lists: { ...others, [seller]: { ...list, notCounted } } };
};

/**
 * A line of a list of day `day` with what the list before adds to it: whether it moves from month to month, and when an
 * ended one ended, which is the first day on which a list said so, unless the seller knows better.
 */
export const asListed = (offered: ToldSubscription, before: readonly Subscription[], day: string): Subscription => {
  const same = before.find(({ id }) => id === offered.id);
  const one = movesMonthly(offered, same) ? { ...offered, movesMonthly: true as const } : offered;
  if (one.state !== 'cancelled' && one.state !== 'upgraded') return one;
  const since = same?.state === one.state ? same.stateSince : undefined;
  return { ...one, stateSince: one.stateSince ?? since ?? day };
};

/** What a partner sees, which is its own list only, or (`partnerId` undefined) what an operator does. */
export const viewLists = ({ lists }: SubscriptionLists, partnerId: string | undefined): SubscriptionsView => {
  if (partnerId !== undefined) {
    const own = Object.hasOwn(lists, partnerId) ? lists[partnerId] : undefined;
    return { subscriptions: own ? linesOf(own) : [], dataThrough: own?.day ?? null };
  }
  const sellers = Object.entries(lists).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    subscriptions: sellers.flatMap(([seller, list]) => linesOf(list).map((line) => ({ ...line, seller }))),
    dataThrough: sellers.map(([, { day }]) => day).sort()[0] ?? null,
  };
};

const linesOf = ({ subscriptions, derived }: SellerList): SubscriptionsView['subscriptions'] =>
  derived ? subscriptions.map((line) => ({ ...line, derived })) : subscriptions;
