import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Table } from './table.ts';

/**
 * Writes under a condition. The SDK sends a call again whose answer was lost, and its condition then finds what the first
 * sending wrote: so that a write is never taken for somebody else's, each puts a `revision` of its own into its item. There
 * is no other way to write under a condition.
 */

/** What must hold of the item as it is stored, in DynamoDB's words. `#name` and `:value` stand for these. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** The item that stood against a write; `item` is `undefined` when there was none. */
export interface Refused {
  readonly item: Readonly<Record<string, unknown>> | undefined;
}

type Key = Readonly<Record<string, string>>;

/** The condition that nothing is stored under the key. */
export const absent = (key: Key): Condition => ({
  expression: 'attribute_not_exists(#key)',
  names: { '#key': Object.keys(key)[0] ?? '' },
});

const until = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

const expressionsOf = ({ expression, names, values }: Condition) => ({
  ConditionExpression: expression,
  ...(names ? { ExpressionAttributeNames: { ...names } } : {}),
  ...(values ? { ExpressionAttributeValues: { ...values } } : {}),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** Waits for a write; returns what stood against it, unless that is what the write itself had put there. */
const settle = async (write: Promise<unknown>, revision: string | undefined): Promise<Refused | undefined> => {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const item = error.Item && unmarshall(error.Item);
    return revision !== undefined && item?.revision === revision ? undefined : { item };
  }
};

/** Puts an item with its key in the place of the one that meets the condition. Returns `undefined` once it is written. */
export const putUnderCondition = (
  { client, name }: Table,
  key: Key,
  item: object,
  condition: Condition,
  signal?: AbortSignal,
): Promise<Refused | undefined> => {
  const revision = randomUUID();
  const Item = { ...item, ...key, revision };
  return settle(
    client.send(new PutCommand({ TableName: name, Item, ...expressionsOf(condition) }), until(signal)),
    revision,
  );
};

/** What an update does, in DynamoDB's words. */
export interface Update {
  /** Such as `progress = :progress`. */
  readonly set: readonly string[];
  readonly remove?: readonly string[];
}

/**
 * Changes the item that meets the condition; names and values of the changes stand in the condition too. Returns
 * `undefined` once it is done; a change that was sent twice is done once.
 */
export const updateUnderCondition = (
  { client, name }: Table,
  key: Key,
  { set, remove = [] }: Update,
  { expression, names = {}, values = {} }: Condition,
): Promise<Refused | undefined> => {
  const revision = randomUUID();
  const changes = [`SET ${[...set, '#revision = :revision'].join(', ')}`];
  if (remove.length > 0) changes.push(`REMOVE ${remove.join(', ')}`);
  const guarded: Condition = {
    expression: `(${expression}) AND (attribute_not_exists(#revision) OR #revision <> :revision)`,
    names: { ...names, '#revision': 'revision' },
    values: { ...values, ':revision': revision },
  };
  const command = new UpdateCommand({
    TableName: name,
    Key: key,
    UpdateExpression: changes.join(' '),
    ...expressionsOf(guarded),
  });
  return settle(client.send(command), revision);
};

/** Deletes the item that meets the condition. Returns `undefined` once it is gone, whoever deleted it. */
export const deleteUnderCondition = async (
  { client, name }: Table,
  key: Key,
  condition: Condition,
  signal?: AbortSignal,
): Promise<Refused | undefined> => {
  const command = new DeleteCommand({ TableName: name, Key: key, ...expressionsOf(condition) });
  const refused = await settle(client.send(command, until(signal)), undefined);
  return refused?.item === undefined ? undefined : refused;
};
