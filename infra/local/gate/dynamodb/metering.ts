import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';
import { indexWriteUnits, readUnits, writeUnits } from './capacity-units.ts';
import { tableName } from './dynamodb-call.ts';
import { itemSize } from './item-size.ts';
import { isWrite } from './late-reads.ts';
import type { Consumed } from './meter.ts';
import { type DynamoDbStore, expectOk, pick, type StoreAnswer } from './store.ts';
import { createTableShapes } from './table-shape.ts';

/** An answer of DynamoDB, with the item that failed a condition where it was asked for, and what the call consumed. */
export interface Measured {
  readonly answer: StoreAnswer;
  readonly consumed: readonly Consumed[];
}

/** Sends a request on by `send` and tells what it consumed. */
export type Measure = (
  operation: string,
  body: JsonObject,
  send: (body: JsonObject) => Promise<StoreAnswer>,
) => Promise<Measured>;

/**
 * Makes what measures calls. dynalite's own figures leave out the writes of indexes, writes that a condition refused and reads
 * of nothing, and count text by characters; so sizes are taken here, of what a call read, replaced and wrote. What an answer
 * does not tell of that is read past the caller: another write just then may be the one that is measured.
 */
export const createMeasure = (store: DynamoDbStore): Measure => {
  const shapeOf = createTableShapes(store);
  const read = async (table: string, key: JsonObject): Promise<JsonObject | undefined> => {
    const { Item } = expectOk('GetItem', await store('GetItem', { TableName: table, Key: key, ConsistentRead: true }));
    return isJsonObject(Item) ? Item : undefined;
  };
  const keyOf = async (table: string, item: JsonObject): Promise<JsonObject> => pick(item, (await shapeOf(table)).keys);

  /** What a write that was done consumed of the table and each of its indexes. */
  const written = async (
    table: string,
    before: JsonObject | undefined,
    after: JsonObject | undefined,
  ): Promise<Consumed[]> => [
    { table, readUnits: 0, writeUnits: writeUnits(before, after) },
    ...(await shapeOf(table)).indexes
      .map((index) => ({ index: index.name, writeUnits: indexWriteUnits(index, before, after) }))
      .filter((one) => one.writeUnits > 0)
      .map((one) => ({ table, readUnits: 0, ...one })),
  ];

  const measureWrite: Measure = async (operation, body, send) => {
    const table = tableOf(body);
    const key = await keyOf(table, isJsonObject(body.Key) ? body.Key : itemIn(body.Item));
    const { ReturnValues = 'NONE' } = body;
    const tellsOld = ReturnValues === 'NONE' || ReturnValues === 'ALL_OLD';
    const readBefore = tellsOld ? undefined : await read(table, key);
    const answer = await send(tellsOld ? { ...body, ReturnValues: 'ALL_OLD' } : body);
    if (answer.status !== 200) {
      if (!isRefused(answer)) return { answer, consumed: [] };
      const standing = await read(table, key);
      const wanted = operation === 'PutItem' ? itemIn(body.Item) : standing;
      const told = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && standing !== undefined;
      return {
        answer: told ? { ...answer, body: { ...answer.body, Item: standing } } : answer,
        consumed: [{ table, readUnits: 0, writeUnits: writeUnits(standing, wanted) }],
      };
    }
    const { Attributes, ...rest } = answer.body;
    const before = tellsOld ? (isJsonObject(Attributes) ? Attributes : undefined) : readBefore;
    const after =
      operation === 'PutItem' ? itemIn(body.Item) : operation === 'UpdateItem' ? await read(table, key) : undefined;
    return {
      answer: ReturnValues === 'NONE' ? { ...answer, body: rest } : answer,
      consumed: await written(table, before, after),
    };
  };

  const measureBatchWrite: Measure = async (_, body, send) => {
    const writes = tablesIn(body).flatMap(([table, list]) => listOf(list).map((one) => ({ table, one })));
    const known = await Promise.all(
      writes.map(async ({ table, one }) => {
        const after = isJsonObject(one.PutRequest) ? itemIn(one.PutRequest.Item) : undefined;
        const key = await keyOf(table, after ?? (isJsonObject(one.DeleteRequest) ? itemIn(one.DeleteRequest.Key) : {}));
        return { table, before: await read(table, key), after };
      }),
    );
    const answer = await send(body);
    if (answer.status !== 200) return { answer, consumed: [] };
    const consumed = await Promise.all(known.map(({ table, before, after }) => written(table, before, after)));
    return { answer, consumed: summedUp(consumed.flat()) };
  };

  const measureGet: Measure = async (_, body, send) => {
    const table = tableOf(body);
    const answer = await send(body);
    if (answer.status !== 200) return { answer, consumed: [] };
    const item = isInPart(body) ? await read(table, itemIn(body.Key)) : answer.body.Item;
    const bytes = isJsonObject(item) ? itemSize(item) : 0;
    return { answer, consumed: [{ table, readUnits: readUnits(bytes, body.ConsistentRead === true), writeUnits: 0 }] };
  };

  const measureBatchGet: Measure = async (_, body, send) => {
    const answer = await send(body);
    if (answer.status !== 200) return { answer, consumed: [] };
    const responses = itemIn(answer.body.Responses);
    const left = itemIn(answer.body.UnprocessedKeys);
    const consumed = tablesIn(body).map(async ([table, asked, named]): Promise<Consumed> => {
      const request = itemIn(asked);
      const keys = listOf(request.Keys);
      const found = isInPart(request)
        ? (await Promise.all(keys.map((key) => read(table, key)))).filter((one) => one !== undefined)
        : listOf(responses[named]);
      const missing = keys.length - listOf(itemIn(left[named]).Keys).length - found.length;
      const sizes = [...found.map(itemSize), ...Array.from({ length: missing }, () => 0)];
      const units = sizes.map((bytes) => readUnits(bytes, request.ConsistentRead === true));
      return { table, readUnits: units.reduce((sum, one) => sum + one, 0), writeUnits: 0 };
    });
    return { answer, consumed: await Promise.all(consumed) };
  };

  /** All that is looked at is paid for, whatever of it is shown: a page's items are added up before they are rounded. */
  const measurePage: Measure = async (operation, body, send) => {
    const answer = await send(body);
    if (answer.status !== 200) return { answer, consumed: [] };
    const shows = isInPart(body) || body.FilterExpression !== undefined;
    const page = shows ? expectOk(operation, await store(operation, wholePage(body))) : answer.body;
    const bytes = listOf(page.Items).reduce((sum, item) => sum + itemSize(item), 0);
    const index = textOf(body, 'IndexName');
    return {
      answer,
      consumed: [
        {
          table: tableOf(body),
          ...(index === undefined ? {} : { index }),
          readUnits: readUnits(bytes, body.ConsistentRead === true),
          writeUnits: 0,
        },
      ],
    };
  };

  return (operation, body, send) => {
    if (isWrite(operation)) return measureWrite(operation, body, send);
    if (operation === 'BatchWriteItem') return measureBatchWrite(operation, body, send);
    if (operation === 'GetItem') return measureGet(operation, body, send);
    if (operation === 'BatchGetItem') return measureBatchGet(operation, body, send);
    if (operation === 'Query' || operation === 'Scan') return measurePage(operation, body, send);
    return send(body).then((answer) => ({ answer, consumed: [] })); // calls about tables are free
  };
};

/** The answer with what was consumed, as the caller asked to be told of it; without, where it did not ask. */
export const withConsumed = (
  { ReturnConsumedCapacity: asked }: JsonObject,
  operation: string,
  { answer, consumed }: Measured,
): StoreAnswer => {
  const { ConsumedCapacity: _, ...rest } = answer.body;
  if (answer.status !== 200 || (asked !== 'TOTAL' && asked !== 'INDEXES')) return { ...answer, body: rest };
  const byTable = [...Map.groupBy(consumed, ({ table }) => table)];
  const told = byTable.map(([table, parts]) => {
    const ofTable = parts.filter(({ index }) => index === undefined);
    const ofIndexes = parts.flatMap((one) => (one.index === undefined ? [] : [[one.index, capacity([one])]]));
    return {
      TableName: table,
      ...capacity(parts),
      ...(asked === 'INDEXES'
        ? { Table: capacity(ofTable), GlobalSecondaryIndexes: Object.fromEntries(ofIndexes) }
        : {}),
    };
  });
  return { ...answer, body: { ...rest, ConsumedCapacity: operation.startsWith('Batch') ? told : told[0] } };
};

const capacity = (parts: readonly Consumed[]) => ({
  CapacityUnits: parts.reduce((sum, one) => sum + one.readUnits + one.writeUnits, 0),
});

const summedUp = (parts: readonly Consumed[]): Consumed[] =>
  [...Map.groupBy(parts, ({ table, index }) => JSON.stringify([table, index])).values()].map((same) =>
    same.reduce((sum, one) => ({
      ...one,
      readUnits: sum.readUnits + one.readUnits,
      writeUnits: sum.writeUnits + one.writeUnits,
    })),
  );

const isRefused = ({ status, body }: StoreAnswer): boolean =>
  status === 400 && String(body.__type).endsWith('#ConditionalCheckFailedException');

/** Whether an answer shows less of an item than is read. */
const isInPart = (read: JsonObject): boolean =>
  ['ProjectionExpression', 'Select', 'AttributesToGet'].some((name) => read[name] !== undefined);

/** The same page of a query or scan with all of its items, whole. */
const wholePage = (body: JsonObject): JsonObject => {
  const { FilterExpression: _f, ProjectionExpression: _p, Select: _s, AttributesToGet: _a, ...rest } = body;
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, ...page } = rest;
  const used = new Set((textOf(body, 'KeyConditionExpression') ?? '').match(/[#:]\w+/gu));
  const kept = (all: unknown): [string, unknown][] => Object.entries(itemIn(all)).filter(([name]) => used.has(name));
  const [keptNames, keptValues] = [kept(names), kept(values)];
  return {
    ...page,
    ...(keptNames.length > 0 ? { ExpressionAttributeNames: Object.fromEntries(keptNames) } : {}),
    ...(keptValues.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(keptValues) } : {}),
  };
};

const tableOf = (body: JsonObject): string => tableName(textOf(body, 'TableName') ?? '');
/** What a batch asks of each table, with the table's name and the one that the batch calls it by. */
const tablesIn = (body: JsonObject): [table: string, asked: unknown, named: string][] =>
  Object.entries(itemIn(body.RequestItems)).map(([named, asked]) => [tableName(named), asked, named]);
const itemIn = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
