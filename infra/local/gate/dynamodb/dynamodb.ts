import { crc32 } from 'node:zlib';
import type { AskDynamoDb } from '../../embedded/dynamo-db.ts';
import type { Answer } from '../call.ts';
import type { FaultKind } from '../faults.ts';
import { endToEndHeaders } from '../forward.ts';
import { isJsonObject, type JsonCall, type JsonObject } from '../json-body.ts';
import { splitBatch } from './batch.ts';
import type { LateReads } from './late-reads.ts';
import { type DynamoDbStore, expectOk, keyAttributes, pick } from './store.ts';

interface DynamoDbServer {
  readonly ask: AskDynamoDb;
  readonly store: DynamoDbStore;
  /** For a caller whose reads see the newest only when they ask to. */
  readonly lateReads?: LateReads | undefined;
}

const CONDITIONAL_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** The name of what a batch operation leaves undone. */
const UNDONE_NAMES: Readonly<Record<string, string>> = {
  BatchGetItem: 'UnprocessedKeys',
  BatchWriteItem: 'UnprocessedItems',
};

/** Has a call answered by DynamoDB and adds what dynalite leaves out. */
export const answerDynamoDb = async (
  { ask, store, lateReads }: DynamoDbServer,
  { request, body, call }: JsonCall,
  fault: FaultKind | undefined,
): Promise<Answer> => {
  if (fault === 'unprocessed') return answerBatchInPart(store, call.operation, body);
  const sent = lateReads?.sent(call.operation, body) ?? body;
  const answer = await ask({
    headers: endToEndHeaders(request.headers),
    body: sent === body ? request.body.toString() : JSON.stringify(sent),
  });
  if (lateReads && answer.status === 200) {
    const whole: unknown = JSON.parse(answer.body);
    return renderJson(200, await lateReads.answered(call.operation, body, isJsonObject(whole) ? whole : {}));
  }
  const [table] = call.tables ?? [];
  const wantsItem = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && CONDITIONAL_WRITES.has(call.operation);
  if (answer.status !== 400 || !wantsItem || table === undefined) return answer;
  const error: unknown = JSON.parse(answer.body);
  if (!isJsonObject(error)) throw new Error(`DynamoDB answered ${JSON.stringify(error)}`);
  return String(error.__type).endsWith('#ConditionalCheckFailedException')
    ? addFailedItem(store, table, body, error)
    : renderJson(400, error);
};

const renderJson = (status: number, body: JsonObject): Answer => {
  const text = JSON.stringify(body);
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-crc32': String(crc32(text)) },
    body: text,
  };
};

/**
 * Adds the item that failed a condition to the error, which dynalite leaves out. It is read after the failure: a write
 * in between shows, as it would had it come before.
 */
const addFailedItem = async (
  store: DynamoDbStore,
  table: string,
  body: JsonObject,
  error: JsonObject,
): Promise<Answer> => {
  const names = await keyAttributes(store, table);
  const source = isJsonObject(body.Key) ? body.Key : isJsonObject(body.Item) ? body.Item : {};
  const input = { TableName: table, Key: pick(source, names), ConsistentRead: true };
  const { Item } = expectOk('GetItem', await store('GetItem', input));
  return renderJson(400, Item === undefined ? error : { ...error, Item });
};

const answerBatchInPart = async (store: DynamoDbStore, operation: string, body: JsonObject): Promise<Answer> => {
  const name = UNDONE_NAMES[operation];
  if (name === undefined || !isJsonObject(body.RequestItems))
    throw new Error(`${operation} leaves no items unprocessed: only the batch operations do`);
  const { done, left } = splitBatch(body.RequestItems);
  if (!done) return renderJson(200, { ...(operation === 'BatchGetItem' ? { Responses: {} } : {}), [name]: left ?? {} });
  const answer = await store(operation, { ...body, RequestItems: done });
  return renderJson(answer.status, answer.status === 200 ? { ...answer.body, [name]: left ?? {} } : answer.body);
};
