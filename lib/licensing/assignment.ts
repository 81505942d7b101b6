import * as z from 'zod';
import { type Day, startOfDay } from '../time/day.ts';

/** On day `on`, the user was given the product (`true`) or lost it (`false`). Sorted by day, one entry per day. */
export type HoldingHistory = readonly (readonly [on: Day, assigned: boolean])[];

const holdingHistory = z.array(z.tuple([z.int(), z.boolean()]));

/** A user's holdings: product id → history. */
export type Holdings = Readonly<Record<string, HoldingHistory>>;

/**
 * Workloads that were taken away from a user within a product held (Microsoft Graph: `disabledPlans`), product id →
 * workload → when taken away (`true`) and given back (`false`).
 */
export type Withheld = Readonly<Record<string, Readonly<Record<string, HoldingHistory>>>>;

/** How long what a user held is remembered after the last of it ended: longer than any window reaches back. */
const FORGOTTEN_AFTER_DAYS = 32;

/**
 * When what is known of a user who holds nothing any more is forgotten, in epoch seconds: 32 days after the last holding
 * ended. `undefined` while anything is held, and where nothing ever was.
 */
export const assignmentsExpiry = (holdings: Holdings): number | undefined => {
  let end: Day | undefined;
  for (const history of Object.values(holdings)) {
    const last = history.at(-1);
    if (!last) continue;
    const [on, assigned] = last;
    if (assigned) return undefined;
    end = Math.max(end ?? on, on);
  }
  return end === undefined ? undefined : startOfDay(end + FORGOTTEN_AFTER_DAYS).getTime() / 1000;
};

/** Everything known of what one user holds. */
export interface UserAssignments {
  readonly holdings: Holdings;
  readonly withheld?: Withheld | undefined;
}

/** The same as it is stored. */
export const userAssignments = z.object({
  holdings: z.record(z.string(), holdingHistory),
  withheld: z.record(z.string(), z.record(z.string(), holdingHistory)).optional(),
});

/** Changes older than this before the newest one are forgotten, but for the last of them: twice what any window reaches back. */
const REMEMBERED_DAYS = 64;

/** Adds one change. The newest `on` decides; on one day, assigned wins. Order and repetition of changes make no difference. */
export const mergeChange = (history: HoldingHistory, on: Day, assigned: boolean): HoldingHistory => {
  const verdicts = new Map(history);
  verdicts.set(on, assigned || verdicts.get(on) === true);
  const sorted = [...verdicts].sort(([a], [b]) => a - b);
  const oldest = (sorted.at(-1)?.[0] ?? on) - REMEMBERED_DAYS;
  const firstKept = sorted.findLastIndex(([day]) => day < oldest);
  return firstKept > 0 ? sorted.slice(firstKept) : sorted;
};

/** A user was given a product, or lost it, on a day. */
export interface HoldingChange {
  readonly sku: string;
  readonly on: Day;
  readonly assigned: boolean;
}

/** Adds changes to a user's holdings; `undefined` when they say nothing new. */
export const mergeChanges = (holdings: Holdings, changes: readonly HoldingChange[]): MutableHoldings | undefined => {
  const merged: MutableHoldings = {};
  for (const [sku, history] of Object.entries(holdings)) merged[sku] = history.map(([on, assigned]) => [on, assigned]);
  for (const { sku, on, assigned } of changes)
    merged[sku] = mergeChange(merged[sku] ?? [], on, assigned).map(([day, held]) => [day, held]);
  return JSON.stringify(merged) === JSON.stringify(holdings) ? undefined : merged;
};

type MutableHoldings = Record<string, [Day, boolean][]>;

/*
 * These three are asked of every user of every customer each day: they make no lists.
 */

/** Whether the product is held on a day: the newest change up to and including that day says so. */
export const heldOn = (history: HoldingHistory, day: Day): boolean => {
  let held = false;
  for (const [on, assigned] of history) {
    if (on > day) break;
    held = assigned;
  }
  return held;
};

/**
 * Whether the product is held on any day from `from` to `to`, both included; with `withheld`, on any day on which that
 * (a workload taken away from the user) does not hold.
 */
export const heldWithin = (history: HoldingHistory, from: Day, to: Day, withheld: HoldingHistory = []): boolean => {
  // Nothing changes but on these days, so that no other day needs to be looked at.
  const holds = (day: Day): boolean => day >= from && day <= to && heldOn(history, day) && !heldOn(withheld, day);
  if (holds(from)) return true;
  for (const [on] of history) if (holds(on)) return true;
  for (const [on] of withheld) if (holds(on)) return true;
  return false;
};

/** Since when the product is held without a break, on a day on which it is held; `undefined` when it is not. */
export const heldSince = (history: HoldingHistory, day: Day): Day | undefined => {
  let since: Day | undefined;
  for (const [on, assigned] of history) {
    if (on > day) break;
    since = assigned ? (since ?? on) : undefined;
  }
  return since;
};
