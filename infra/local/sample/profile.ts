import type { SubscriptionState } from '../../../lib/licensing/subscription.ts';

/** How many days of history a customer gets before the newest day. */
export const HISTORY_DAYS = 90;

/** What a number was 90 days ago and what it is now; it moves evenly in between. */
export type Trend = readonly [before: number, now: number];

/** Seats of one product, who sold them, and how many of them are handed out. */
export interface SeatsProfile {
  /** A part number of the bundled catalogue. */
  readonly partNumber: string;
  readonly quantity: number;
  /** How many people hold the product. */
  readonly assigned: Trend;
  /** A partner's id or `direct`; by default the customer's first partner. */
  readonly seller?: string;
  /** Handed to people who hold another product already, instead of to others. */
  readonly addOn?: boolean;
  /** Which share of its holders uses it, where that is not the customer's own `usage`. */
  readonly usage?: Trend;
  readonly isTrial?: boolean;
  /** Bought so many days ago; always there if left out. The trend of `assigned` then runs from that day. */
  readonly boughtDaysAgo?: number;
  /** In this state since so many days, and active before. */
  readonly lapsed?: { readonly state: SubscriptionState; readonly daysAgo: number };
  /** Days until the renewal; spread over the year if left out. */
  readonly renewsInDays?: number;
}

/** A customer of the sample portfolio: what is special about it is said here and nowhere else. */
export interface CustomerProfile {
  readonly customerId: string;
  readonly name: string;
  /** Whose portfolio holds it; none means that only operators see it. */
  readonly partners: readonly string[];
  readonly seats: readonly SeatsProfile[];
  /** Which share of the people who hold something uses it within four weeks. */
  readonly usage: Trend;
  /** Which share of the people was replaced by somebody else within 90 days. */
  readonly turnover?: number;
  /** So many people use Yammer without holding anything. */
  readonly unlicensed?: number;
  /**
   * What is wrong with its sources: silent about activity since so many days, `none` that ever told of any, or
   * `countsOnly`, tenant-wide totals that do not tell who holds what.
   */
  readonly source?: { readonly silentSinceDaysAgo: number } | 'none' | 'countsOnly';
  /** Its users go by the stand-ins that Microsoft's reports show by default. */
  readonly concealed?: boolean;
  /** So many questions of how to do something per 100 people in four weeks; its first partner counts none if left out. */
  readonly howToCases?: number;
  /** Became a customer so many days ago. */
  readonly startedDaysAgo?: number;
}

/** Where a trend stands `daysAgo` days before now, when it began to move `period` days ago. */
export const levelOf = ([before, now]: Trend, daysAgo: number, period = HISTORY_DAYS): number =>
  now + (before - now) * Math.min(1, Math.max(0, daysAgo / period));
