import type { SeatTotal } from '../../licensing/seat-totals.ts';
import type { Subscription } from '../../licensing/subscription.ts';
import type { Findings } from './findings.ts';
import type { Unnamed } from './unnamed.ts';

/** What a file of all sellers' seats says of products that the catalogue knows. */
export interface ParsedSeatTotals {
  readonly totals: readonly SeatTotal[];
  /**
   * Where the file names who created a subscription: the subscriptions by the Entra tenant of that partner (lower-cased).
   * A tenant whose subscriptions are all gone has an empty list.
   */
  readonly byOwner?: ReadonlyMap<string, readonly Subscription[]>;
  readonly unnamed: Unnamed;
  readonly found: Findings;
}
