import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { z } from 'zod';
import type { Table } from './table.ts';

const ATTEMPTS = 5;

/** Thrown when other writers won every attempt: nothing was written, trying again later is safe. */
export class ContendedError extends Error {}

/** An item as it was read, with the revision that its replacement must still find. */
export interface Revised<Value> {
  readonly value: Value;
  readonly revision: string;
}

interface Item<Value> {
  readonly table: Table;
  readonly key: Readonly<Record<string, string>>;
  /** The stored shape without `revision`; unknown attributes (the key's) are stripped. */
  readonly schema: z.ZodType<Value>;
}

/** Parses a stored item; `undefined` in, `undefined` out. */
export const parseRevised = <Value>(schema: z.ZodType<Value>, stored: unknown): Revised<Value> | undefined => {
  if (stored === undefined) return undefined;
  const revision = (stored as { revision?: unknown }).revision; // every item written here carries one; checked next
  if (typeof revision !== 'string') throw new Error('A stored item has no revision');
  return { value: schema.parse(stored), revision };
};

/** Reads one item consistently. */
export const readRevised = async <Value>({ table, key, schema }: Item<Value>): Promise<Revised<Value> | undefined> => {
  const answer = await table.client.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }));
  return parseRevised(schema, answer.Item);
};

/**
 * Replaces an item by what `change` makes of it, on condition that nobody replaced it meanwhile; after a lost race
 * `change` is applied again to the winner's item, at most 5 times with jitter. `change` answers `undefined` when the
 * item needs no write. `current` saves the first read. Returns whether it wrote; throws ContendedError.
 */
export const writeUnderRevision = async <Value>(
  item: Item<Value>,
  current: Revised<Value> | undefined,
  change: (current: Value | undefined) => Value | undefined,
): Promise<boolean> => {
  let known = current;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await sleep(Math.random() * 20 * 2 ** attempt);
    const next = change(known?.value);
    if (next === undefined) return false;
    const lost = await putIfUnchanged(item, known?.revision, next);
    if (!lost) return true;
    known = lost.winner;
  }
  throw new ContendedError(`Other writers changed the item on each of ${ATTEMPTS} attempts`);
};

/** `writeUnderRevision` for callers that have not read the item yet. */
export const changeUnderRevision = async <Value>(
  item: Item<Value>,
  change: (current: Value | undefined) => Value | undefined,
): Promise<boolean> => writeUnderRevision(item, await readRevised(item), change);

const putIfUnchanged = async <Value>(
  { table, key, schema }: Item<Value>,
  revision: string | undefined,
  value: Value,
): Promise<{ winner: Revised<Value> | undefined } | undefined> => {
  const [keyName] = Object.keys(key);
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...value, ...key, revision: randomUUID() },
        ...(revision === undefined
          ? { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': keyName ?? '' } }
          : { ConditionExpression: 'revision = :revision', ExpressionAttributeValues: { ':revision': revision } }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { winner: parseRevised(schema, error.Item && unmarshall(error.Item)) };
  }
};
