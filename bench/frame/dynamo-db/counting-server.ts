import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { sizeOfItem, type WireItem } from './item-size.ts';
import type { Partition, ServedTable, ServedTables } from './served-data.ts';

/** What calls cost, in units of DynamoDB's pricing: half a unit for an eventually consistent read of up to 4 KB. */
export interface Counts {
  readUnits: number;
  writeUnits: number;
  calls: Record<string, number>;
}

/** A page of a query holds at most so much (DynamoDB API reference, Query). */
const PAGE_BYTES = 1_048_576;

type Input = Readonly<Record<string, never>> & {
  readonly TableName: string;
  readonly Key: WireItem;
  readonly Item: WireItem;
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly KeyConditionExpression: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: WireItem;
  readonly ExclusiveStartKey?: WireItem;
  readonly RequestItems: Readonly<
    Record<string, { readonly Keys: readonly WireItem[]; readonly ConsistentRead?: boolean }>
  >;
};

/**
 * Serves tables by DynamoDB's JSON protocol, without latency, and counts what the calls cost: `GET /counts` tells it and
 * begins anew. It signs for nobody, holds every write to be within its condition, and knows no more of expressions than
 * conditions on keys and lists of attributes. Returns the URL.
 */
export const serveTables = async (tables: ServedTables): Promise<string> => {
  let counts: Counts = { readUnits: 0, writeUnits: 0, calls: {} };
  const answer = async (request: IncomingMessage): Promise<string> => {
    if (request.url === '/counts') {
      const told = JSON.stringify(counts);
      counts = { readUnits: 0, writeUnits: 0, calls: {} };
      return told;
    }
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    counts.calls[operation] = (counts.calls[operation] ?? 0) + 1;
    const body: unknown = JSON.parse((await buffer(request)).toString('utf8'));
    return OPERATIONS[operation]?.(tables, body as Input, counts) ?? failed(operation);
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (text) => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(text),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ message: String(error) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const failed = (operation: string): never => {
  throw new Error(`The operation ${operation} is not served`);
};

const tableOf = (tables: ServedTables, name: string): ServedTable => tables[name] ?? failed(`on the table ${name}`);

const textOf = (item: WireItem, name: string): string => {
  const value = item[name];
  if (!value || !('S' in value)) throw new Error(`There is no text ${name}`);
  return String(value.S);
};

const found = ({ keys: [partition, sort], partitionOf }: ServedTable, key: WireItem): WireItem | undefined => {
  const { items, series } = partitionOf(textOf(key, partition));
  const name = textOf(key, sort);
  const stored = items.get(name);
  if (stored || !series?.prefix || !name.startsWith(series.prefix)) return stored;
  const item = series.itemAt(series.indexAfter(name) - 1);
  return textOf(item, sort) === name ? item : undefined;
};

const readUnits = (bytes: number, consistent = false): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);

const OPERATIONS: Readonly<Record<string, (tables: ServedTables, input: Input, counts: Counts) => string>> = {
  GetItem: (tables, input, counts) => {
    const Item = found(tableOf(tables, input.TableName), input.Key);
    counts.readUnits += readUnits(Item ? sizeOfItem(Item) : 0, input.ConsistentRead);
    return JSON.stringify({ Item });
  },
  BatchGetItem: (tables, { RequestItems }, counts) => {
    const Responses: Record<string, WireItem[]> = {};
    for (const [name, { Keys, ConsistentRead }] of Object.entries(RequestItems)) {
      const items = Keys.map((key) => found(tableOf(tables, name), key));
      for (const item of items) counts.readUnits += readUnits(item ? sizeOfItem(item) : 0, ConsistentRead);
      Responses[name] = items.filter((item) => item !== undefined);
    }
    return JSON.stringify({ Responses, UnprocessedKeys: {} });
  },
  PutItem: (tables, { TableName, Item }, counts) => {
    const { keys, partitionOf } = tableOf(tables, TableName);
    partitionOf(textOf(Item, keys[0])).items.set(textOf(Item, keys[1]), Item);
    counts.writeUnits += Math.ceil(sizeOfItem(Item) / 1024);
    return '{}';
  },
  DeleteItem: (tables, { TableName, Key }, counts) => {
    const { keys, partitionOf } = tableOf(tables, TableName);
    const { items } = partitionOf(textOf(Key, keys[0]));
    const Attributes = items.get(textOf(Key, keys[1]));
    items.delete(textOf(Key, keys[1]));
    counts.writeUnits += Math.max(1, Math.ceil((Attributes ? sizeOfItem(Attributes) : 0) / 1024));
    return JSON.stringify({ Attributes });
  },
  Query: (tables, input, counts) => {
    const table = tableOf(tables, input.TableName);
    const { items, bytes, isMore } = pageOf(table, input);
    counts.readUnits += readUnits(bytes, input.ConsistentRead);
    const wanted = input.ProjectionExpression?.split(/\s*,\s*/u).map(
      (name) => input.ExpressionAttributeNames?.[name] ?? name,
    );
    const last = items.at(-1);
    return JSON.stringify({
      Items: wanted ? items.map((item) => projected(item, wanted)) : items,
      Count: items.length,
      ...(isMore && last ? { LastEvaluatedKey: projected(last, table.keys) } : {}),
    });
  },
};

const projected = (item: WireItem, names: readonly string[]): WireItem =>
  Object.fromEntries(names.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));

interface Page {
  readonly items: readonly WireItem[];
  readonly bytes: number;
  readonly isMore: boolean;
}

/** What a condition asks of the sort key. */
const sortsOf = (input: Input): { readonly prefix: string; readonly from: string; readonly to: string } => {
  const { KeyConditionExpression: condition, ExpressionAttributeValues: values } = input;
  const prefix = /begins_with\([^,]+, (:\w+)\)/u.exec(condition)?.[1];
  const [, from, to] = /BETWEEN (:\w+) AND (:\w+)/u.exec(condition) ?? [];
  if (!prefix && !to && /[<>]/u.test(condition)) failed(`Query with ${condition}`);
  return {
    prefix: prefix ? textOf(values, prefix) : '',
    from: from ? textOf(values, from) : '',
    to: to ? textOf(values, to) : '\u{10ffff}',
  };
};

const pageOf = ({ keys: [, sort], partitionOf }: ServedTable, input: Input): Page => {
  const value = /= (:\w+)/u.exec(input.KeyConditionExpression)?.[1] ?? '';
  const served = partitionOf(textOf(input.ExpressionAttributeValues, value));
  const after = input.ExclusiveStartKey && textOf(input.ExclusiveStartKey, sort);
  const { prefix, from, to } = sortsOf(input);
  if (served.series && prefix === served.series.prefix) return pageOfSeries(served.series, after, input);
  return pageOfItems(served, { prefix, from, to, after }, input);
};

const pageOfSeries = (series: NonNullable<Partition['series']>, after: string | undefined, { Limit }: Input): Page => {
  const items: WireItem[] = [];
  let bytes = 0;
  let index = after === undefined ? 0 : series.indexAfter(after);
  for (; index < series.count && bytes < PAGE_BYTES && items.length < (Limit ?? Number.POSITIVE_INFINITY); index += 1) {
    const item = series.itemAt(index);
    bytes += sizeOfItem(item);
    items.push(item);
  }
  return { items, bytes, isMore: index < series.count };
};

const pageOfItems = (
  { items }: Partition,
  { prefix, from, to, after }: { prefix: string; from: string; to: string; after: string | undefined },
  { ScanIndexForward = true, Limit = 1000 }: Input,
): Page => {
  const names = [...items.keys()]
    .filter((name) => name.startsWith(prefix) && name >= from && name <= to)
    .sort((a, b) => (a < b ? -1 : 1));
  if (!ScanIndexForward) names.reverse();
  const start = after === undefined ? 0 : names.indexOf(after) + 1;
  const page = names.slice(start, start + Limit).map((name) => items.get(name) ?? {});
  return {
    items: page,
    bytes: page.reduce((sum, item) => sum + sizeOfItem(item), 0),
    isMore: start + Limit < names.length,
  };
};
