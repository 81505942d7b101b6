import * as z from 'zod';
import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, REMOVE, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { dayText } from '../time/day.ts';
import { changeKeeping, type Keeping, type ReadKept } from './keeping.ts';
import { type MadeBy, madeBy } from './made-by.ts';

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
  /** The import whose list was applied last, or is being applied. */
  made: madeBy.optional(),
  /** When a request changed what users hold after that list. */
  changedAt: z.iso.datetime().optional(),
});
export type AssignmentList = z.infer<typeof assignmentList>;

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
    return { ...current, turn: turnOf(offered.importId, now) };
  });
  return turn;
};

const turnOf = (importId: string, now: Date) => ({
  importId,
  until: new Date(now.getTime() + TURN_MILLISECONDS).toISOString(),
});

const isOthersTurn = ({ turn }: AssignmentList = {}, importId: string, now: Date): boolean =>
  turn !== undefined && turn.importId !== importId && turn.until > now.toISOString();

const judge = (current: AssignmentList, { importId, day, kind }: OfferedList, now: Date): Turn => {
  const { firstDay, day: newest } = current;
  if (isOthersTurn(current, importId, now)) return { kind: 'busy' };
  if (newest !== undefined && newest > day) return { kind: 'older', newerDay: newest, sameKind: current.kind === kind };
  return { kind: 'taken', firstList: firstDay === undefined || firstDay === day };
};

/** Takes or keeps the turn to apply a list of single products, whatever the day of the lists of all. Returns false while it is another's. */
export const takeTurnBeside = async (
  licensing: Table,
  customerId: string,
  importId: string,
  now: Date,
): Promise<boolean> => {
  let isTaken = false;
  await changeUnderRevision(itemOf(licensing, customerId), (current = {}) => {
    isTaken = !isOthersTurn(current, importId, now);
    return isTaken ? { ...current, turn: turnOf(importId, now) } : undefined;
  });
  return isTaken;
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

/** Which lists were applied, read consistently; empty when none ever was. */
export const readAssignmentList = async (licensing: Table, customerId: string): Promise<AssignmentList> =>
  (await readRevised(itemOf(licensing, customerId)))?.value ?? {};

/**
 * Marks that an import begins to apply its list, and keeps what is known of the lists before it. Done once: what it finds
 * begun stays. `count` counts what users hold before. Returns those counts.
 */
export const beginList = async (
  licensing: Table,
  customerId: string,
  keeping: Keeping,
  count: () => Promise<MadeBy['counts']>,
): Promise<MadeBy['counts']> => {
  const { made: newest } = await readAssignmentList(licensing, customerId);
  if (newest?.importId === keeping.importId) return newest.counts;
  const counts = await count();
  const kept = { what: 'assignment-list', madeOf: ({ made }: AssignmentList) => made, count: () => counts };
  const mark = await changeKeeping(itemOf(licensing, customerId), keeping, kept, (current = {}, made) => {
    if (current.made?.importId === keeping.importId) return undefined;
    const { changedAt: _, ...list } = current;
    return made && { ...list, made };
  });
  return mark?.counts ?? counts;
};

/** Notes at `at` (ISO instant) that a request changed what users hold, where an import would otherwise be taken for the last. */
export const noteRequest = async (licensing: Table, customerId: string, at: string): Promise<void> => {
  await changeUnderRevision(itemOf(licensing, customerId), (current) =>
    current?.made && current.changedAt === undefined ? { ...current, changedAt: at } : undefined,
  );
};

/** Takes or keeps the turn to put back what an import's list replaced. Returns false while it is another import's. */
export const takeTurnToUndo = async (
  licensing: Table,
  customerId: string,
  importId: string,
  now: Date,
): Promise<boolean> => {
  let isTaken = false;
  await changeUnderRevision(itemOf(licensing, customerId), (current) => {
    isTaken = !isOthersTurn(current, importId, now);
    if (current?.made?.importId !== importId || !isTaken) return undefined;
    return { ...current, turn: turnOf(importId, now) };
  });
  return isTaken;
};

/**
 * Puts back what was known of the lists before an import's, and ends its turn; where another one was applied since,
 * nothing. `readKept` gives what was kept by its name.
 */
export const putBackList = async (
  licensing: Table,
  customerId: string,
  importId: string,
  readKept: ReadKept,
): Promise<void> => {
  const { made } = await readAssignmentList(licensing, customerId);
  if (made?.importId !== importId) return;
  const { turn: _, ...before } = made.kept === undefined ? {} : assignmentList.parse(await readKept(made.kept));
  await changeUnderRevision(itemOf(licensing, customerId), (current) => {
    if (current?.made?.importId !== importId) return undefined;
    if (Object.keys(before).length === 0) return REMOVE;
    return { ...before, ...(before.made && current.changedAt ? { changedAt: current.changedAt } : {}) };
  });
};
