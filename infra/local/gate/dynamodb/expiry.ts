import { isJsonObject, type JsonObject } from '../json-body.ts';
import { type DynamoDbStore, expectOk, keyAttributes, pick } from './store.ts';

/** TTL leaves items alone that expired longer ago (DynamoDB developer guide, "Using time to live"). */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 60 * 60;

/**
 * Deletes the items of `table` whose `attribute` (epoch seconds) is not after `now`, each on condition that it still is
 * so, and returns how many.
 */
export const deleteExpired = async (
  store: DynamoDbStore,
  table: string,
  attribute: string,
  now: Date,
): Promise<number> => {
  const seconds = Math.floor(now.getTime() / 1000);
  const condition = {
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: {
      ':now': { N: String(seconds) },
      ':oldest': { N: String(seconds - OLDEST_EXPIRY_SECONDS) },
    },
  };
  let deleted = 0;
  for await (const key of expiredKeys(store, table, condition)) {
    const answer = await store('DeleteItem', {
      TableName: table,
      Key: key,
      ConditionExpression: '#ttl BETWEEN :oldest AND :now',
      ...condition,
    });
    if (answer.status === 200) deleted += 1;
    else if (!String(answer.body.__type).endsWith('#ConditionalCheckFailedException')) expectOk('DeleteItem', answer);
  }
  return deleted;
};

async function* expiredKeys(store: DynamoDbStore, table: string, condition: JsonObject): AsyncGenerator<JsonObject> {
  const keys = await keyAttributes(store, table);
  let start: unknown;
  do {
    const page = expectOk(
      'Scan',
      await store('Scan', {
        TableName: table,
        FilterExpression: '#ttl BETWEEN :oldest AND :now',
        ...condition,
        ...(isJsonObject(start) ? { ExclusiveStartKey: start } : {}),
      }),
    );
    for (const item of Array.isArray(page.Items) ? page.Items : []) if (isJsonObject(item)) yield pick(item, keys);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
