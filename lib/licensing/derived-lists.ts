import { asListed } from './seller-lists.ts';
import { MOST_SUBSCRIPTIONS, type Subscription, type SubscriptionLists } from './subscription.ts';

/** Whose lists a file that names the seller of each subscription may set, and the day that it speaks of. */
interface Derivation {
  readonly maySet: (seller: string) => boolean;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** The subscriptions of all sellers after such a file. */
export interface DerivedLists {
  /** `undefined` when nothing changes. */
  readonly lists: SubscriptionLists | undefined;
  /** Whether a list found no room and was left out. */
  readonly noRoom: boolean;
}

/**
 * Derives the lists of sellers from a file that names the seller of each subscription. A seller who sent a list, or for
 * whom the operator did, keeps it; so does one whose derived list is of a later day. Other derived lists give way, also
 * those of sellers of whom the file does not speak (not in `derived`). A seller without subscriptions gets a list only
 * in the place of another: that it never sold anything is not known.
 */
export const deriveLists = (
  { lists, ...rest }: SubscriptionLists,
  derived: ReadonlyMap<string, readonly Subscription[]>,
  { maySet, day }: Derivation,
): DerivedLists => {
  const before = new Map(Object.entries(lists));
  const next = new Map([...before].filter(([seller, list]) => !(list.derived && list.day <= day && maySet(seller))));
  const kept = next.size;
  let room = MOST_SUBSCRIPTIONS - [...next.values()].reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  let noRoom = false;
  for (const [seller, subscriptions] of derived) {
    const stored = before.get(seller);
    if (!maySet(seller) || next.has(seller) || (subscriptions.length === 0 && !stored)) continue;
    noRoom ||= subscriptions.length > room;
    if (subscriptions.length > room) continue;
    room -= subscriptions.length;
    const lines = subscriptions.map((one) => asListed(one, stored?.subscriptions ?? [], day));
    next.set(seller, { day, subscriptions: lines, derived: true });
  }
  const isUntouched = kept === before.size && next.size === kept;
  return { lists: isUntouched ? undefined : { ...rest, lists: Object.fromEntries(next) }, noRoom };
};
