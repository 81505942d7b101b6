import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { madeBy } from './made-by.ts';
import { notCounted } from './not-counted.ts';

/** Where a subscription stands in its life, in the words of this API. */
export const SUBSCRIPTION_STATES = [
  'active',
  'grace',
  'suspended',
  'disabled',
  'deprovisioned',
  'cancelled',
  'upgraded',
  'pending',
] as const;

const subscriptionState = z.enum(SUBSCRIPTION_STATES);
export type SubscriptionState = z.infer<typeof subscriptionState>;

/** The seller of seats that no partner sold. No partner may have this id. */
export const DIRECT = 'direct';

/** Most subscriptions of one customer, all sellers together: they share one item of at most 400 KB. */
export const MOST_SUBSCRIPTIONS = 1000;

/** How long a subscription binds: a month, a year or three (ISO 8601 durations, as Partner Center's `termDuration`). */
export const TERMS = ['P1M', 'P1Y', 'P3Y'] as const;

/** Seats of one product bought from one seller. */
export const subscription = z.object({
  // ASCII, so that the longest list of the longest ids still fits into one item.
  id: z.string().regex(/^[\x20-\x7e]{1,128}$/u, 'a subscription id has 1 to 128 printable ASCII characters'),
  /** A product's id. */
  sku: z.string(),
  quantity: z.int().min(0).max(10_000_000),
  state: subscriptionState,
  isTrial: z.boolean(),
  renewsOn: dayText.optional(),
  /** Left out where the source does not tell it; it is never guessed. */
  term: z.enum(TERMS).optional(),
  /** Whether it renews without anybody's doing; left out where the source does not tell. */
  autoRenew: z.boolean().optional(),
  /** The last day on which seats in grace still work; left out where the source does not tell. */
  graceEndsOn: dayText.optional(),
  /** When it was cancelled or upgraded: its seats still explain activity for 28 days. */
  stateSince: dayText.optional(),
});
/** A subscription as a source tells it. */
export type ToldSubscription = z.infer<typeof subscription>;

/** A subscription as it is stored: with what was learnt from the lists before. */
export const storedSubscription = subscription.extend({
  /** Its date moved by a month while no source told its term: it is taken for a monthly one (design 6, ruling 11). */
  movesMonthly: z.literal(true).optional(),
});
export type Subscription = z.infer<typeof storedSubscription>;

/** What each seller said last, and on which day. */
const sellerList = z.object({
  day: dayText,
  subscriptions: z.array(storedSubscription),
  /**
   * Made of a file of the customer's directory, for a seller who never sent a list: it tells the seller's own share, but
   * is never a source of all sellers' seats, of which it may be a part.
   */
  derived: z.literal(true).optional(),
  /** What the seller's file could not name. */
  notCounted: notCounted.optional(),
  /** The import that the list came by; a list that a request sent has none. */
  made: madeBy.optional(),
});
export type SellerList = z.infer<typeof sellerList>;

export const subscriptionLists = z.object({
  lists: z.record(z.string(), sellerList),
  /**
   * Subscriptions that a later whole list of their seller no longer named: cancelled on its day (`stateSince`). They explain
   * activity for 28 days, and are shown to nobody. Absent in what was stored before they were kept.
   */
  ended: z.array(storedSubscription.extend({ seller: z.string(), stateSince: dayText })).optional(),
  /** The import whose file of the customer's directory the derived lists were made of last. */
  derivedBy: madeBy.optional(),
});
export type EndedSubscription = NonNullable<z.infer<typeof subscriptionLists>['ended']>[number];
export type SubscriptionLists = z.infer<typeof subscriptionLists>;
