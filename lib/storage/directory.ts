import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** A page of ids in their order, and where the next page starts. */
export interface IdPage {
  readonly ids: readonly string[];
  /** The last id of this page when there may be more. */
  readonly next: string | undefined;
}

/**
 * The ids that the index `directory` lists in a shard after the id `after`, at most `limit`, those that start with `prefix`
 * if one is given; `keyOf` gives the key of the
 * item of an id. The index follows the table within moments.
 */
export const listDirectory = async (
  table: Table,
  shard: string,
  keyOf: (id: string) => Readonly<Record<string, string>>,
  {
    limit,
    after,
    prefix,
  }: { readonly limit: number; readonly after?: string | undefined; readonly prefix?: string | undefined },
): Promise<IdPage> => {
  const answer = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'directory',
      KeyConditionExpression:
        prefix === undefined ? '#shard = :shard' : '#shard = :shard AND begins_with(listed, :prefix)',
      ExpressionAttributeNames: { '#shard': 'shard' },
      ExpressionAttributeValues: { ':shard': shard, ...(prefix === undefined ? {} : { ':prefix': prefix }) },
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { shard, listed: after, ...keyOf(after) } }),
    }),
  );
  const ids = (answer.Items ?? []).map((item) => String(item.listed));
  return { ids, next: answer.LastEvaluatedKey && ids.at(-1) };
};
