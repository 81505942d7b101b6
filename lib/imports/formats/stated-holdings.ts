import {
  type HoldingHistory,
  type Holdings,
  heldOn,
  mergeChange,
  type UserAssignments,
  type Withheld,
} from '../../licensing/assignment.ts';
import type { Day } from '../../time/day.ts';
import type { StoredUserId } from '../../values/user-names.ts';

/** What a list of all users' products says of one user. */
export interface StatedHoldings {
  readonly held: readonly string[];
  /** Products of which the list does not tell whether the user holds them: they stay as they are. */
  readonly undecided: readonly string[];
  /** Since when products that nothing was known of are held; the list's day when left out. */
  readonly since?: Day | undefined;
  /** The same by product, where the list tells that. */
  readonly sinceOf?: ReadonlyMap<string, Day> | undefined;
  /** Workloads that are taken away from the user, by product held. A list that does not speak of workloads has none. */
  readonly withheld?: ReadonlyMap<string, readonly string[]> | undefined;
  /** What the list names that is no product of the catalogue. */
  readonly unnamed?: readonly string[] | undefined;
}

/** Of a user whom the list does not name: holds nothing. */
export const HOLDS_NOTHING: StatedHoldings = { held: [], undecided: [] };

/** What two rows of one user say together: the user holds what either lists, with the workloads that either gives. */
export const unite = (a: StatedHoldings, b: StatedHoldings): StatedHoldings => ({
  held: [...new Set([...a.held, ...b.held])],
  undecided: [...new Set([...a.undecided, ...b.undecided])],
  since: earlier(a.since, b.since),
  ...(a.sinceOf && b.sinceOf ? { sinceOf: uniteSince(a.sinceOf, b.sinceOf) } : {}),
  ...(a.withheld && b.withheld ? { withheld: uniteWithheld(a, b) } : {}),
  ...(a.unnamed || b.unnamed ? { unnamed: [...new Set([...(a.unnamed ?? []), ...(b.unnamed ?? [])])] } : {}),
});

const earlier = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const uniteSince = (a: ReadonlyMap<string, Day>, b: ReadonlyMap<string, Day>): Map<string, Day> =>
  new Map([...a, ...b].map(([sku, day]) => [sku, earlier(a.get(sku), b.get(sku)) ?? day]));

const uniteWithheld = (a: StatedHoldings, b: StatedHoldings): Map<string, readonly string[]> => {
  const gives = ({ held, withheld }: StatedHoldings, sku: string, workload: string) =>
    held.includes(sku) && !withheld?.get(sku)?.includes(workload);
  return new Map(
    [...(a.withheld ?? []), ...(b.withheld ?? [])].map(([sku, workloads]) => [
      sku,
      workloads.filter((workload) => !gives(a, sku, workload) && !gives(b, sku, workload)),
    ]),
  );
};

/**
 * All that is known of a user's products after the list of a day, or `undefined` when it says nothing new: see
 * `applyToHoldings`. The workloads withheld follow by the same rules: one that the list does not name any more is given
 * back on its day, and so are all those of a product that is not held any more.
 */
export const applyToUser = (
  current: UserAssignments,
  stated: StatedHoldings,
  day: Day,
): UserAssignments | undefined => {
  const holdings = applyToHoldings(current.holdings, stated, day);
  const withheld = applyToWithheld(current.withheld ?? {}, stated, day);
  if (!holdings && !withheld) return undefined;
  const { withheld: before = {}, ...rest } = current;
  const after = withheld ?? before;
  return {
    ...rest,
    holdings: holdings ?? current.holdings,
    ...(Object.keys(after).length > 0 ? { withheld: after } : {}),
  };
};

const applyToWithheld = (current: Withheld, stated: StatedHoldings, day: Day): Withheld | undefined => {
  const held = new Set(stated.held);
  const next = new Map(Object.entries(current));
  let changed = false;
  for (const sku of new Set([...next.keys(), ...(stated.withheld?.keys() ?? [])])) {
    const saysNothing = held.has(sku) ? !stated.withheld : stated.undecided.includes(sku);
    if (saysNothing) continue;
    const workloads = held.has(sku) ? (stated.withheld?.get(sku) ?? []) : [];
    const since = stated.sinceOf?.get(sku) ?? stated.since;
    const applied = applyToHoldings(next.get(sku) ?? {}, { held: workloads, undecided: [], since }, day);
    if (!applied) continue;
    changed = true;
    if (Object.keys(applied).length > 0) next.set(sku, applied);
    else next.delete(sku);
  }
  return changed ? Object.fromEntries(next) : undefined;
};

/**
 * A user's holdings after the list of a day, or `undefined` when it says nothing new. The list is the truth of its day:
 * what it does not name has ended on that day, and a word of the same day that contradicts it is struck out. What
 * was said of later days stays. Saying the same again changes nothing.
 */
export const applyToHoldings = (holdings: Holdings, stated: StatedHoldings, day: Day): Holdings | undefined => {
  const held = new Set(stated.held);
  const undecided = new Set(stated.undecided.filter((sku) => !held.has(sku)));
  const applied: Record<string, HoldingHistory> = { ...holdings };
  let changed = false;
  for (const sku of new Set([...Object.keys(holdings), ...held])) {
    const history = holdings[sku] ?? [];
    if (undecided.has(sku) || heldOn(history, day) === held.has(sku)) continue;
    applied[sku] = applyToProduct(history, held.has(sku), day, stated.sinceOf?.get(sku) ?? stated.since);
    changed = true;
  }
  return changed ? withoutEmpty(applied) : undefined;
};

const applyToProduct = (history: HoldingHistory, held: boolean, day: Day, since: Day | undefined): HoldingHistory => {
  const others = history.filter(([on]) => on !== day);
  if (heldOn(others, day) === held) return others;
  const unheardOf = others.every(([on]) => on > day);
  return mergeChange(others, unheardOf && since !== undefined ? Math.min(since, day) : day, held);
};

const withoutEmpty = (holdings: Holdings): Holdings =>
  Object.fromEntries(Object.entries(holdings).filter(([, history]) => history.length > 0));

/** What a file says of its users' products; `undefined` of a user of whom nothing is said, as by a bad row. */
export interface StatedUsers {
  readonly users: Map<StoredUserId, StatedHoldings | undefined>;
  /** Rows of users who had one already. */
  repeated: number;
}
