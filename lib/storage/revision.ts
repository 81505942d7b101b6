import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { pauseUpTo } from './back-off.ts';
import { absent, type Condition, deleteUnderCondition, putUnderCondition } from './conditional-write.ts';
import { ContendedError } from './contended-error.ts';
import { type Deadline, startCountdown } from './deadline.ts';
import type { Table } from './table.ts';

/*
 * A lost race is run again after a pause of up to 8 times as long as the attempt took, then 32 times, and so on: of fifty
 * writers who come at once each finds a moment for itself within a few attempts, however slow the table is. No pause is
 * longer than half of the time that is left.
 */
const RETRIES = 12;
const PAUSES_PER_ATTEMPT = 2;
const GROWTH = 4;
/** What an attempt is taken to last at least, in milliseconds. */
const SHORTEST_ATTEMPT = 5;
/** How long a write may take whose caller sets no deadline, in milliseconds. */
const WITHOUT_DEADLINE = 3_000;

/** An item as it was read, with the revision that its replacement must still find. */
export interface Revised<Value> {
  readonly value: Value;
  readonly revision: string;
}

/** Where an item lies, and what it is. */
export interface Item<Value> {
  readonly table: Table;
  readonly key: Readonly<Record<string, string>>;
  /** The stored shape without `revision`; unknown attributes (the key's) are stripped. */
  readonly schema: z.ZodType<Value>;
}

/** What `change` answers when the item is to be no more. */
export const REMOVE = Symbol('remove');

/** Waited for before a change is written: with what is stored, and with what it is about to become; `undefined` for nothing. */
export type BeforeChange<Value> = (before: Value | undefined, after: Value | undefined) => Promise<void>;

type Change<Value> = (current: Value | undefined) => Value | typeof REMOVE | undefined;

const until = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** Parses a stored item; `undefined` in, `undefined` out. */
export const parseRevised = <Value>(schema: z.ZodType<Value>, stored: unknown): Revised<Value> | undefined => {
  if (stored === undefined) return undefined;
  const revision = (stored as { revision?: unknown }).revision; // every item written here carries one; checked next
  if (typeof revision !== 'string') throw new Error('A stored item has no revision');
  return { value: schema.parse(stored), revision };
};

/** Reads one item consistently. */
export const readRevised = async <Value>(
  { table, key, schema }: Item<Value>,
  signal?: AbortSignal,
): Promise<Revised<Value> | undefined> => {
  const get = new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true });
  const answer = await table.client.send(get, until(signal));
  return parseRevised(schema, answer.Item);
};

/**
 * Replaces an item by what `change` makes of it, on condition that nobody replaced it meanwhile; after a lost race
 * `change` is applied again to the item as it is then, after growing pauses while there is time. `change` answers `undefined`
 * when the item needs no write, and REMOVE when it has to go. `current` saves the first read; `deadline` ends it all, and
 * without one no attempt begins after 3 seconds; `beforeWrite` is waited for after `change` and before each write that it led
 * to. Returns whether it wrote; throws ContendedError.
 */
export const writeUnderRevision = async <Value>(
  item: Item<Value>,
  current: Revised<Value> | undefined,
  change: Change<Value>,
  {
    deadline = { timeLeft: startCountdown(WITHOUT_DEADLINE) },
    beforeWrite,
  }: { readonly deadline?: Deadline | undefined; readonly beforeWrite?: BeforeChange<Value> } = {},
): Promise<boolean> => {
  const { timeLeft, signal } = deadline;
  let known = current;
  let took = SHORTEST_ATTEMPT;
  for (let retry = 0; retry <= RETRIES; retry += 1) {
    if (retry > 0) {
      const longest = Math.min(took * PAUSES_PER_ATTEMPT * GROWTH ** retry, timeLeft() / 2);
      await pauseUpTo(longest, signal);
      if (timeLeft() === 0) break;
    }
    const begun = performance.now();
    // Where several write at once, the winner's item is replaced during the pause: read again, so that the race is short.
    if (retry > 0) known = await readRevised(item, signal);
    const next = change(known?.value);
    if (next === undefined) return false;
    if (next === REMOVE && known === undefined) return false;
    await beforeWrite?.(known?.value, next === REMOVE ? undefined : next);
    const lost =
      next === REMOVE
        ? await deleteIfUnchanged(item, known?.revision, signal)
        : await putIfUnchanged(item, known?.revision, next, signal);
    if (!lost) return true;
    took = Math.max(SHORTEST_ATTEMPT, performance.now() - begun);
  }
  throw new ContendedError('Other writers changed the item at each attempt');
};

/** `writeUnderRevision` for callers that have not read the item yet. */
export const changeUnderRevision = async <Value>(
  item: Item<Value>,
  change: Change<Value>,
  beforeWrite: BeforeChange<Value> = async () => {},
): Promise<boolean> => writeUnderRevision(item, await readRevised(item), change, { beforeWrite });

/** Puts `value` in the place of the item with that revision (`undefined`: of none). Returns whether the race was lost. */
const putIfUnchanged = async <Value>(
  { table, key }: Item<Value>,
  replaced: string | undefined,
  value: Value,
  signal: AbortSignal | undefined,
): Promise<boolean> => {
  const condition = replaced === undefined ? absent(key) : unchangedSince(replaced);
  return (await putUnderCondition(table, key, { ...value, ...key }, condition, signal)) !== undefined;
};

/** Deletes the item with that revision. Returns whether the race was lost. An item that is gone was deleted. */
const deleteIfUnchanged = async <Value>(
  { table, key }: Item<Value>,
  replaced: string | undefined,
  signal: AbortSignal | undefined,
): Promise<boolean> => (await deleteUnderCondition(table, key, unchangedSince(replaced), signal)) !== undefined;

const unchangedSince = (revision: string | undefined): Condition => ({
  expression: 'revision = :replaced',
  values: { ':replaced': revision },
});
