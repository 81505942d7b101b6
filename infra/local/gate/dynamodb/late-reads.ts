import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';
import { tableName } from './dynamodb-call.ts';
import { type DynamoDbStore, keyAttributes, pick } from './store.ts';

/** Reads that are not consistent see a write "usually within one second or less" (DynamoDB developer guide, "Read consistency"). */
const LONGEST_MILLISECONDS = 1000;

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** Whether an operation writes one item. */
export const isWrite = (operation: string): boolean => WRITES.has(operation);

/**
 * Has reads without `ConsistentRead` see what was before: the first such read of an item within a second of a write that it
 * was not asked to see. A later one sees the write. An item that was deleted does not come back in queries and scans, their
 * filters are not applied again, and reads of some attributes alone are left as they are.
 */
export interface LateReads {
  /** The request as it is sent on: a write tells what it replaces. */
  readonly sent: (operation: string, body: JsonObject) => JsonObject;
  /** The answer (of status 200) to a request as its caller gets it. */
  readonly answered: (operation: string, body: JsonObject, answer: JsonObject) => Promise<JsonObject>;
  /** From now on all that was written is seen by all, as once a second has passed. */
  readonly catchUp: () => void;
}

interface Replaced {
  /** Undefined when there was no item. */
  readonly before: JsonObject | undefined;
  readonly at: number;
}

/** `now` tells milliseconds of any origin. */
export const createLateReads = (store: DynamoDbStore, now: () => number): LateReads => {
  /** In the order of the writes. */
  const unseen = new Map<string, Replaced>();
  const keys = new Map<string, readonly string[]>();
  const keysOf = async (table: string, index?: string): Promise<readonly string[]> => {
    const place = [table, index].join('/');
    const known = keys.get(place) ?? (await keyAttributes(store, table, index));
    keys.set(place, known);
    return known;
  };
  const nameOf = async (table: string, item: JsonObject): Promise<string> =>
    JSON.stringify([table, Object.values(pick(item, await keysOf(table)))]);

  const remember = (name: string, before: JsonObject | undefined): void => {
    for (const [other, { at }] of unseen) {
      if (now() - at <= LONGEST_MILLISECONDS) break;
      unseen.delete(other);
    }
    unseen.delete(name);
    unseen.set(name, { before, at: now() });
  };
  /** What a read of the item sees of it that is not the newest; shown once. */
  const takeEarlier = (name: string): Replaced | undefined => {
    const replaced = unseen.get(name);
    unseen.delete(name);
    return replaced && now() - replaced.at <= LONGEST_MILLISECONDS ? replaced : undefined;
  };
  /** An item of a query or scan, as it was; none where it was not yet, or at another place of the index. */
  const asSeen = async (table: string, index: string | undefined, item: JsonObject): Promise<JsonObject[]> => {
    const earlier = takeEarlier(await nameOf(table, item));
    if (!earlier) return [item];
    const { before } = earlier;
    const places = index === undefined ? [] : await keysOf(table, index);
    if (!before || places.some((name) => !isSame(before[name], item[name]))) return [];
    return [index === undefined ? before : pick(before, Object.keys(item))]; // an index may hold less of it
  };

  const answeredWrite = async (body: JsonObject, answer: JsonObject): Promise<JsonObject> => {
    const { Attributes, ...rest } = answer;
    const item = [body.Item, body.Key].find(isJsonObject) ?? {};
    const table = tableName(textOf(body, 'TableName') ?? '');
    remember(await nameOf(table, item), isJsonObject(Attributes) ? Attributes : undefined);
    return body.ReturnValues === 'ALL_OLD' ? answer : rest;
  };
  const answeredBatch = async (body: JsonObject, answer: JsonObject): Promise<JsonObject> => {
    const responses = isJsonObject(answer.Responses) ? answer.Responses : {};
    const asked = isJsonObject(body.RequestItems) ? body.RequestItems : {};
    const seen = Object.entries(asked).map(async ([table, request]) => {
      const found = listOf(responses[table]);
      if (!isJsonObject(request) || !isLate(request)) return [table, found] as const;
      const items = await Promise.all(
        listOf(request.Keys).map(async (key) => {
          const name = await nameOf(tableName(table), key);
          const current: JsonObject[] = [];
          for (const item of found) if ((await nameOf(tableName(table), item)) === name) current.push(item);
          const earlier = takeEarlier(name);
          return earlier ? [earlier.before ?? []].flat() : current;
        }),
      );
      return [table, items.flat()] as const;
    });
    return { ...answer, Responses: Object.fromEntries(await Promise.all(seen)) };
  };

  return {
    catchUp: () => unseen.clear(),
    sent: (operation, body) => (isWrite(operation) && isLateWrite(body) ? { ...body, ReturnValues: 'ALL_OLD' } : body),
    answered: async (operation, body, answer) => {
      if (isWrite(operation)) return isLateWrite(body) ? answeredWrite(body, answer) : answer;
      if (operation === 'BatchGetItem') return answeredBatch(body, answer);
      const table = tableName(textOf(body, 'TableName') ?? '');
      if (!isLate(body)) return answer;
      if (operation === 'GetItem') {
        const earlier = isJsonObject(body.Key) ? takeEarlier(await nameOf(table, body.Key)) : undefined;
        if (!earlier) return answer;
        const { Item: _, ...rest } = answer;
        return earlier.before ? { ...rest, Item: earlier.before } : rest;
      }
      if (operation !== 'Query' && operation !== 'Scan') return answer;
      const items: JsonObject[] = [];
      for (const item of listOf(answer.Items)) items.push(...(await asSeen(table, textOf(body, 'IndexName'), item)));
      return { ...answer, Items: items, Count: items.length };
    },
  };
};

/** A write that asks for new values itself is not looked at: no function of a stack here does. */
const isLateWrite = ({ ReturnValues = 'NONE' }: JsonObject): boolean =>
  ['NONE', 'ALL_OLD'].includes(String(ReturnValues));

const isLate = (read: JsonObject): boolean =>
  read.ConsistentRead !== true &&
  ['ProjectionExpression', 'Select', 'AttributesToGet'].every((name) => read[name] === undefined);

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
