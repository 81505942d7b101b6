import { type Calendar, mergeCalendars } from '../../activity/calendar.ts';
import { type HoldingHistory, type Holdings, heldOn, type Withheld } from '../../licensing/assignment.ts';
import type { Day } from '../../time/day.ts';
import type { UserFacts } from './user-standing.ts';

/**
 * Joins users whose ids are one person's, as `persons` says (id → the id by which the person is counted). The person did what
 * any id did, and holds a product on a day, or a workload of it, when any id does: an id that loses a seat takes nothing from
 * another one. Gives each person once, and users whom nobody names as they are.
 */
export function* joinIdentities(
  users: ReadonlyMap<string, UserFacts>,
  persons: ReadonlyMap<string, string>,
): Generator<UserFacts> {
  const idsOf = Map.groupBy(users.values(), ({ userId }) => persons.get(userId) ?? userId);
  for (const [userId, ids] of idsOf) {
    const isMapped = persons.has(userId);
    yield { ...(ids.length === 1 ? ids[0] : asOne(ids)), userId, ...(isMapped ? { isMapped } : {}) };
  }
}

const asOne = (ids: readonly UserFacts[]): Omit<UserFacts, 'userId'> => {
  const calendar = ids
    .flatMap((one): Calendar[] => (one.calendar ? [one.calendar] : []))
    .reduce<Calendar | undefined>((all, one) => (all ? mergeCalendars(all, one) : one), undefined);
  const skus = new Set(ids.flatMap(({ holdings = {} }) => Object.keys(holdings)));
  const each = [...skus].map((sku) => [sku, seatOf(sku, ids)] as const);
  return {
    holdings: Object.fromEntries(each.map(([sku, { held }]) => [sku, held])) satisfies Holdings,
    withheld: Object.fromEntries(each.map(([sku, { withheld }]) => [sku, withheld])) satisfies Withheld,
    ...(calendar ? { calendar } : {}),
  };
};

/** How a person holds one product by all ids, and which of its workloads not. */
const seatOf = (sku: string, ids: readonly UserFacts[]) => {
  const seats = ids.map(({ holdings, withheld }) => ({ held: holdings?.[sku] ?? [], taken: withheld?.[sku] ?? {} }));
  const isHeld = (day: Day) => seats.some(({ held }) => heldOn(held, day));
  const workloads = new Set(seats.flatMap(({ taken }) => Object.keys(taken)));
  const withheld = [...workloads].map((workload) => {
    const histories = seats.flatMap(({ held, taken }) => [held, taken[workload] ?? []]);
    const isUsable = (day: Day) =>
      seats.some(({ held, taken }) => heldOn(held, day) && !heldOn(taken[workload] ?? [], day));
    return [workload, historyOf(histories, (day) => isHeld(day) && !isUsable(day))] as const;
  });
  const held = historyOf(
    seats.map((one) => one.held),
    isHeld,
  );
  return { held, withheld: Object.fromEntries(withheld) };
};

/** The history of what is so on each day on which any of some histories changes. */
const historyOf = (histories: readonly HoldingHistory[], isSo: (day: Day) => boolean): HoldingHistory =>
  [...new Set(histories.flat().map(([on]) => on))].sort((a, b) => a - b).map((day) => [day, isSo(day)]);
