import { type HoldingHistory, type Holdings, heldOn, mergeChange } from '../licensing/assignment.ts';
import type { Day } from '../time/day.ts';

/** What a list of all users' products says of one user. */
export interface StatedHoldings {
  readonly held: readonly string[];
  /** Products of which the list does not tell whether the user holds them: they stay as they are. */
  readonly undecided: readonly string[];
  /** Since when products that nothing was known of are held; the list's day when left out. */
  readonly since?: Day | undefined;
}

/** Of a user whom the list does not name: holds nothing. */
export const HOLDS_NOTHING: StatedHoldings = { held: [], undecided: [] };

/** What two rows of one user say together: the user holds what either lists. */
export const unite = (a: StatedHoldings, b: StatedHoldings): StatedHoldings => ({
  held: [...new Set([...a.held, ...b.held])],
  undecided: [...new Set([...a.undecided, ...b.undecided])],
  since: a.since === undefined || b.since === undefined ? (a.since ?? b.since) : Math.min(a.since, b.since),
});

/**
 * A user's holdings after the list of a day, or `undefined` when it says nothing new. The list is the truth of its day:
 * what it does not name has ended on that day, and a word of the same day that contradicts it is struck out. What
 * was said of later days stays. Saying the same again changes nothing.
 */
export const settleHoldings = (holdings: Holdings, stated: StatedHoldings, day: Day): Holdings | undefined => {
  const held = new Set(stated.held);
  const undecided = new Set(stated.undecided.filter((sku) => !held.has(sku)));
  const settled: Record<string, HoldingHistory> = { ...holdings };
  let changed = false;
  for (const sku of new Set([...Object.keys(holdings), ...held])) {
    const history = holdings[sku] ?? [];
    if (undecided.has(sku) || heldOn(history, day) === held.has(sku)) continue;
    settled[sku] = settleProduct(history, held.has(sku), day, stated.since);
    changed = true;
  }
  return changed ? withoutEmpty(settled) : undefined;
};

const settleProduct = (history: HoldingHistory, held: boolean, day: Day, since: Day | undefined): HoldingHistory => {
  const others = history.filter(([on]) => on !== day);
  if (heldOn(others, day) === held) return others;
  const unheardOf = others.every(([on]) => on > day);
  return mergeChange(others, unheardOf && since !== undefined ? Math.min(since, day) : day, held);
};

const withoutEmpty = (holdings: Holdings): Holdings =>
  Object.fromEntries(Object.entries(holdings).filter(([, history]) => history.length > 0));
