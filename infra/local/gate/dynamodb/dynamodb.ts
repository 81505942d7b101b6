import { crc32 } from 'node:zlib';
import type { AskDynamoDb } from '../../embedded/dynamo-db.ts';
import type { Answer } from '../call.ts';
import type { FaultKind } from '../faults.ts';
import { endToEndHeaders } from '../forward.ts';
import { isJsonObject, type JsonCall, type JsonObject } from '../json-body.ts';
import { splitBatch } from './batch.ts';
import type { LateReads } from './late-reads.ts';
import type { Consumed } from './meter.ts';
import { type Measure, withConsumed } from './metering.ts';
import { type DynamoDbStore, expectOk, keyAttributes, pick, type StoreAnswer } from './store.ts';

interface DynamoDbServer {
  readonly ask: AskDynamoDb;
  readonly store: DynamoDbStore;
  /** For a caller whose reads see the newest only when they ask to. */
  readonly lateReads?: LateReads | undefined;
  readonly measure: Measure;
  /** Told what a call consumed, where that is metered. */
  readonly noteConsumed?: ((consumed: readonly Consumed[]) => void) | undefined;
}

const CONDITIONAL_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** The name of what a batch operation leaves undone. */
const UNDONE_NAMES: Readonly<Record<string, string>> = {
  BatchGetItem: 'UnprocessedKeys',
  BatchWriteItem: 'UnprocessedItems',
};

/** Has a call answered by DynamoDB and adds what dynalite leaves out. */
export const answerDynamoDb = async (
  server: DynamoDbServer,
  { request, body, call }: JsonCall,
  fault: FaultKind | undefined,
): Promise<Answer> => {
  const { ask, store, lateReads } = server;
  if (fault === 'unprocessed') return answerBatchInPart(server, call.operation, body);
  const sent = lateReads?.sent(call.operation, body) ?? body;
  const send = (whole: JsonObject, text = JSON.stringify(whole)) =>
    ask({ headers: endToEndHeaders(request.headers), body: text });
  const measured = isMeasured(server, body);
  const answer = measured
    ? await answerMeasured(server, call.operation, sent, async (whole) => parsed(await send(whole)))
    : await send(sent, sent === body ? request.body.toString() : undefined);
  if (lateReads && answer.status === 200) {
    const whole: unknown = JSON.parse(answer.body);
    return renderJson(200, await lateReads.answered(call.operation, body, isJsonObject(whole) ? whole : {}));
  }
  const [table] = call.tables ?? [];
  const wantsItem = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && CONDITIONAL_WRITES.has(call.operation);
  if (measured || answer.status !== 400 || !wantsItem || table === undefined) return answer;
  const error: unknown = JSON.parse(answer.body);
  if (!isJsonObject(error)) throw new Error(`DynamoDB answered ${JSON.stringify(error)}`);
  return String(error.__type).endsWith('#ConditionalCheckFailedException')
    ? addFailedItem(store, table, body, error)
    : renderJson(400, error);
};

/** Where it is metered, or the caller asks to be told: dynalite's own figures are not those of DynamoDB. */
const isMeasured = ({ noteConsumed }: DynamoDbServer, body: JsonObject): boolean =>
  noteConsumed !== undefined || body.ReturnConsumedCapacity !== undefined;

const answerMeasured = async (
  { measure, noteConsumed }: DynamoDbServer,
  operation: string,
  body: JsonObject,
  send: (body: JsonObject) => Promise<StoreAnswer>,
) => {
  const measured = await measure(operation, body, send);
  noteConsumed?.(measured.consumed);
  const told = withConsumed(body, operation, measured);
  return renderJson(told.status, told.body);
};

const parsed = ({ status, body }: { readonly status: number; readonly body: string }): StoreAnswer => {
  const whole: unknown = JSON.parse(body);
  return { status, body: isJsonObject(whole) ? whole : {} };
};

const renderJson = (status: number, body: JsonObject): Answer & { readonly body: string } => {
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

const answerBatchInPart = async (server: DynamoDbServer, operation: string, body: JsonObject): Promise<Answer> => {
  const name = UNDONE_NAMES[operation];
  if (name === undefined || !isJsonObject(body.RequestItems))
    throw new Error(`${operation} leaves no items unprocessed: only the batch operations do`);
  const { done, left } = splitBatch(body.RequestItems);
  if (!done) return renderJson(200, { ...(operation === 'BatchGetItem' ? { Responses: {} } : {}), [name]: left ?? {} });
  const part = { ...body, RequestItems: done };
  const send = (whole: JsonObject) => server.store(operation, whole);
  const answer = isMeasured(server, body)
    ? parsed(await answerMeasured(server, operation, part, send))
    : await send(part);
  return renderJson(answer.status, answer.status === 200 ? { ...answer.body, [name]: left ?? {} } : answer.body);
};
