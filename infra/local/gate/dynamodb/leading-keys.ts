import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';
import { type DynamoDbStore, expectOk } from './store.ts';

/** The key that policies ask for: the partition key's values of the items that a call names. */
const LEADING_KEYS = 'dynamodb:LeadingKeys';

/** The name of the partition key, of a table or of one of its indexes; `undefined` when there is none such. */
export type PartitionKeyOf = (table: string, index: string | undefined) => string | undefined;

/** Reads the description of a table, so that partition keys can be told; `undefined` for a table that is not there. */
export type ReadPartitionKeys = (table: string) => Promise<PartitionKeyOf>;

/**
 * The condition keys that a DynamoDB request carries for the items it names: the value of each one's partition key, once.
 * A request that names no items by their keys, as a scan, carries none. Pure.
 */
export const leadingKeysIn = (
  operation: string,
  body: JsonObject,
  partitionKeyOf: PartitionKeyOf,
): Readonly<Record<string, readonly string[]>> => {
  const values = itemsNamed(body).flatMap(({ table, item }) => textIn(item[partitionKeyOf(table, undefined) ?? '']));
  const queried = operation === 'Query' ? queriedValue(body, partitionKeyOf) : [];
  const all = [...new Set([...values, ...queried])];
  return all.length === 0 ? {} : { [LEADING_KEYS]: all };
};

/** Makes a reader of partition keys that asks for each table once. */
export const createPartitionKeys = (store: DynamoDbStore): ReadPartitionKeys => {
  const known = new Map<string, PartitionKeyOf>();
  return async (table) => {
    const before = known.get(table);
    if (before) return before;
    const answer = await store('DescribeTable', { TableName: table });
    if (answer.status === 400) return () => undefined; // the store itself says that there is no such table
    const { Table } = expectOk('DescribeTable', answer);
    if (!isJsonObject(Table)) throw new Error(`The table ${table} is not described`);
    const keys = keysDescribed(Table);
    const partitionKeyOf: PartitionKeyOf = (_, index = '') => keys.get(index);
    known.set(table, partitionKeyOf);
    return partitionKeyOf;
  };
};

interface Named {
  readonly table: string;
  readonly item: JsonObject;
}

const itemsNamed = (body: JsonObject): Named[] => {
  const table = textOf(body, 'TableName') ?? '';
  const single = [body.Item, body.Key].filter(isJsonObject).map((item): Named => ({ table, item }));
  const batch = isJsonObject(body.RequestItems) ? Object.entries(body.RequestItems) : [];
  return [
    ...single,
    ...batch.flatMap(([name, asked]) => keysAsked(asked).map((item): Named => ({ table: name, item }))),
  ];
};

/** BatchGetItem lists keys, BatchWriteItem puts and deletions. */
const keysAsked = (asked: unknown): JsonObject[] => {
  const list: unknown = isJsonObject(asked) ? asked.Keys : asked;
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).flatMap((one) => {
    if (isJsonObject(one.PutRequest)) return [one.PutRequest.Item].filter(isJsonObject);
    if (isJsonObject(one.DeleteRequest)) return [one.DeleteRequest.Key].filter(isJsonObject);
    return [one];
  });
};

/** A query names one partition: `#key = :value` in its key condition. */
const queriedValue = (body: JsonObject, partitionKeyOf: PartitionKeyOf): string[] => {
  const wanted = partitionKeyOf(textOf(body, 'TableName') ?? '', textOf(body, 'IndexName'));
  const names = isJsonObject(body.ExpressionAttributeNames) ? body.ExpressionAttributeNames : {};
  const values = isJsonObject(body.ExpressionAttributeValues) ? body.ExpressionAttributeValues : {};
  const equalities = (textOf(body, 'KeyConditionExpression') ?? '').matchAll(/(#?[\w.-]+)\s*=\s*(:\w+)/g);
  return [...equalities].flatMap(([, name = '', value = '']) =>
    wanted !== undefined && (names[name] ?? name) === wanted ? textIn(values[value]) : [],
  );
};

/** The text of a key's value, `{ "S": "customer#1" }`. */
const textIn = (value: unknown): string[] =>
  isJsonObject(value) ? Object.values(value).filter((one) => typeof one === 'string') : [];

const keysDescribed = (table: JsonObject): Map<string, string> => {
  const indexes = [table.GlobalSecondaryIndexes, table.LocalSecondaryIndexes].flat().filter(isJsonObject);
  return new Map(
    [table, ...indexes].flatMap((one): [string, string][] => {
      const schema: readonly unknown[] = Array.isArray(one.KeySchema) ? one.KeySchema : [];
      const hash = schema.filter(isJsonObject).find(({ KeyType }) => KeyType === 'HASH');
      return [[textOf(one, 'IndexName') ?? '', String(hash?.AttributeName)]];
    }),
  );
};
