import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../../storage/batch-get.ts';
import { absent, putUnderCondition } from '../../storage/conditional-write.ts';
import type { Table } from '../../storage/table.ts';
import { parseDay, startOfDay } from '../../time/day.ts';
import { type Snapshot, snapshot } from '../count/snapshot.ts';

/** How long a snapshot stays, in days. */
export const KEPT_DAYS = 400;

/** Small and quick: the highest quality saves a tenth of the bytes and takes forty times as long. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** The figures lie in one compressed attribute: 92 days of history are then one query page. */
const stored = z.object({
  owner: z.string(),
  day: z.string(),
  startedAt: z.string(),
  body: z.instanceof(Uint8Array),
  /** Epoch seconds; the table's TTL attribute. */
  expiresAt: z.int(),
});

const key = (customerId: string, day: string) => ({ owner: `customer#${customerId}`, day });

const pack = (value: Snapshot): z.infer<typeof stored> => ({
  ...key(value.customerId, value.asOf),
  startedAt: value.startedAt,
  body: brotliCompressSync(JSON.stringify(value), COMPRESSION),
  expiresAt: startOfDay(parseDay(value.asOf) + KEPT_DAYS).getTime() / 1000,
});

const unpackAs = <Part extends z.ZodType>(item: unknown, part: Part): z.output<Part> =>
  part.parse(JSON.parse(brotliDecompressSync(stored.parse(item).body).toString('utf8')));

const unpack = (item: unknown): Snapshot => unpackAs(item, snapshot);

/**
 * Stores a snapshot. `replace` lets it take the place of one whose run began earlier; without it an existing snapshot
 * is frozen. Returns whether it was stored.
 */
export const storeSnapshot = async (
  table: Table,
  value: Snapshot,
  { replace }: { replace: boolean },
): Promise<boolean> => {
  const itsKey = key(value.customerId, value.asOf);
  const none = absent(itsKey);
  const condition = replace
    ? { ...none, expression: `${none.expression} OR startedAt < :startedAt`, values: { ':startedAt': value.startedAt } }
    : none;
  return (await putUnderCondition(table, itsKey, pack(value), condition)) === undefined;
};

/** The snapshot of a customer and day (`YYYY-MM-DD`), read consistently, or `undefined`. */
export const readSnapshot = async (table: Table, customerId: string, day: string): Promise<Snapshot | undefined> => {
  const get = new GetCommand({ TableName: table.name, Key: key(customerId, day), ConsistentRead: true });
  const { Item } = await table.client.send(get);
  return Item && unpack(Item);
};

/** The snapshots of a day that exist among those customers, by customer id. */
export const readSnapshots = async (
  table: Table,
  customerIds: readonly string[],
  day: string,
): Promise<Map<string, Snapshot>> => {
  const items = await batchGet(
    table,
    customerIds.map((customerId) => key(customerId, day)),
  );
  return new Map(items.map(unpack).map((one) => [one.customerId, one]));
};

/** Which snapshots: those from day to day (both included, `YYYY-MM-DD`), oldest first or newest first, at most `limit`. */
interface SnapshotSpan {
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  readonly newestFirst?: boolean;
}

/** A customer's snapshots of a span. */
export const querySnapshots = (table: Table, customerId: string, span: SnapshotSpan): Promise<Snapshot[]> =>
  querySnapshotsAs(snapshot, table, customerId, span);

/** That part of a customer's snapshots of a span which a schema names: checking it all takes most of the time of a read. */
export const querySnapshotsAs = async <Part extends z.ZodType>(
  part: Part,
  table: Table,
  customerId: string,
  { from, to, limit, newestFirst = false }: SnapshotSpan,
): Promise<z.output<Part>[]> => {
  const answer = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: '#owner = :owner AND #day BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#owner': 'owner', '#day': 'day' },
      ExpressionAttributeValues: { ':owner': key(customerId, '').owner, ':from': from, ':to': to },
      ScanIndexForward: !newestFirst,
      Limit: limit,
    }),
  );
  return (answer.Items ?? []).map((item) => unpackAs(item, part));
};
