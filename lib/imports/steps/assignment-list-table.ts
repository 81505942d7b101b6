import * as z from 'zod';
import { customerOwner } from '../../customers/owner-keys.ts';
import { changeUnderRevision } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { dayText } from '../../time/day.ts';

/**
 * Which lists of all users' products were applied to a customer, and whose turn it is: one import at a time, so that
 * of two lists the one of the newer day has the last word, and of two of one day the one that is applied last.
 */
const assignmentList = z.object({
  /** The days of the first and of the newest list that was applied whole. */
  firstDay: dayText.optional(),
  day: dayText.optional(),
  /** The kind of import that the newest one was. */
  kind: z.string().optional(),
  turn: z.object({ importId: z.string(), until: z.iso.datetime() }).optional(),
});

/** After so long without a word from an import, another one may go ahead: longer than a step takes. */
const TURN_MILLISECONDS = 10 * 60_000;

/** How long an import waits before it looks again whether it is its turn. */
export const TURN_SECONDS = 30;

const itemOf = (licensing: Table, customerId: string) => ({
  table: licensing,
  key: { owner: customerOwner(customerId), record: 'assignment-list' },
  schema: assignmentList,
});

export type Turn =
  | { readonly kind: 'taken' /** No list of another day was ever applied. */; readonly firstList: boolean }
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'older';
      readonly newerDay: string;
      /** Whether the newer list is of the same kind. */
      readonly sameKind: boolean;
    };

/** A list that an import would apply. */
interface OfferedList {
  readonly importId: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** The kind of import. */
  readonly kind: string;
}

/** Takes or keeps the turn to apply a list. Older than the newest list applied: refused. */
export const takeTurn = async (
  licensing: Table,
  customerId: string,
  offered: OfferedList,
  now: Date,
): Promise<Turn> => {
  let turn: Turn = { kind: 'busy' };
  await changeUnderRevision(itemOf(licensing, customerId), (current = {}) => {
    turn = judge(current, offered, now);
    if (turn.kind !== 'taken') return undefined;
    const until = new Date(now.getTime() + TURN_MILLISECONDS).toISOString();
    return { ...current, turn: { importId: offered.importId, until } };
  });
  return turn;
};

const judge = (current: z.infer<typeof assignmentList>, { importId, day, kind }: OfferedList, now: Date): Turn => {
  const { turn, firstDay, day: newest } = current;
  if (turn && turn.importId !== importId && turn.until > now.toISOString()) return { kind: 'busy' };
  if (newest !== undefined && newest > day) return { kind: 'older', newerDay: newest, sameKind: current.kind === kind };
  return { kind: 'taken', firstList: firstDay === undefined || firstDay === day };
};

/** Ends the import's turn; `applied` is the list when it is applied whole. Returns false if it lost its turn before. */
export const endTurn = (
  licensing: Table,
  customerId: string,
  importId: string,
  applied?: Pick<OfferedList, 'day' | 'kind'>,
): Promise<boolean> =>
  changeUnderRevision(itemOf(licensing, customerId), (current) => {
    if (current?.turn?.importId !== importId) return undefined;
    const { turn: _, ...list } = current;
    return applied ? { ...list, firstDay: list.firstDay ?? applied.day, day: applied.day, kind: applied.kind } : list;
  });
