import { isDeepStrictEqual } from 'node:util';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';

/** Which items are written: none, those that the live table lacks, or all, over what stands there. */
export type RestoreMode = 'look' | 'missing' | 'all';

/** What came of it, in items. */
export interface RestoreCount {
  /** In the restored table, besides those that have expired. */
  readonly read: number;
  readonly expired: number;
  /** Which the live table lacks, or lacked. */
  readonly missing: number;
  /** Which stand in the live table otherwise. */
  readonly different: number;
  readonly written: number;
}

type Item = Record<string, AttributeValue>;

const AT_ONCE = 32;

/**
 * Copies what a restored table holds into the live one, item by item as it is stored, so that nothing is lost on the way.
 * Items whose time to live (`expiresAt`, epoch seconds) is over at `now` stay out, and nothing is ever deleted: what the
 * live table alone has it keeps. May be broken off and run again. Throws when the two have different keys.
 */
export const copyItems = async (
  client: DynamoDBClient,
  {
    from,
    to,
    mode,
    now,
  }: { readonly from: string; readonly to: string; readonly mode: RestoreMode; readonly now: Date },
): Promise<RestoreCount> => {
  const [keys, others] = await Promise.all([keysOf(client, to), keysOf(client, from)]);
  if (!isDeepStrictEqual(keys, others))
    throw new Error(
      `${from} has the keys ${others.join(', ')}, and ${to} has ${keys.join(', ')}. Name a copy of the same table.`,
    );
  const count = { read: 0, expired: 0, missing: 0, different: 0, written: 0 };
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from })) {
    const alive = Items.filter((item) => !hasExpired(item, now));
    count.expired += Items.length - alive.length;
    count.read += alive.length;
    await pMap(
      alive,
      async (item) => {
        const live = await liveItem(client, to, keys, item);
        const state = live === undefined ? 'missing' : isDeepStrictEqual(live, item) ? 'same' : 'different';
        if (state === 'same') return;
        count[state] += 1;
        if (mode === 'all' || (mode === 'missing' && state === 'missing'))
          count.written += (await put(client, to, item, mode === 'all' ? undefined : keys[0])) ? 1 : 0;
      },
      { concurrency: AT_ONCE },
    );
  }
  return count;
};

const keysOf = async (client: DynamoDBClient, table: string): Promise<string[]> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? '');
};

const hasExpired = ({ expiresAt }: Item, now: Date): boolean =>
  expiresAt?.N !== undefined && Number(expiresAt.N) * 1000 <= now.getTime();

const liveItem = async (
  client: DynamoDBClient,
  table: string,
  keys: readonly string[],
  item: Item,
): Promise<Item | undefined> => {
  const Key = Object.fromEntries(Object.entries(item).filter(([name]) => keys.includes(name)));
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item;
};

/** Writes an item, unless there is one by now where `unlessThereIs` names the partition key. Returns whether it did. */
const put = async (client: DynamoDBClient, table: string, item: Item, unlessThereIs?: string): Promise<boolean> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: item,
        ...(unlessThereIs === undefined
          ? {}
          : {
              ConditionExpression: 'attribute_not_exists(#key)',
              ExpressionAttributeNames: { '#key': unlessThereIs },
            }),
      }),
    );
    return true;
  } catch (error) {
    // Somebody has written it meanwhile; or it is the item itself, whose put the SDK repeated.
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
