import type { AskDynamoDb } from '../../embedded/dynamo-db.ts';
import { CallError } from '../call-error.ts';
import { isJsonObject, type JsonObject } from '../json-body.ts';

/** An answer of DynamoDB: its status and JSON. */
export interface StoreAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** Calls an operation of the embedded DynamoDB past the gate's checks. */
export type DynamoDbStore = (operation: string, input: JsonObject) => Promise<StoreAnswer>;

/** dynalite wants to see a signature and does not look at it. */
const ANY_SIGNATURE =
  'AWS4-HMAC-SHA256 Credential=gate/20000101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Makes the gate's own access to the embedded DynamoDB. */
export const createDynamoDbStore =
  (ask: AskDynamoDb): DynamoDbStore =>
  async (operation, input) => {
    const answer = await ask({
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20000101T000000Z',
        authorization: ANY_SIGNATURE,
      },
      body: JSON.stringify(input),
    });
    const body: unknown = JSON.parse(answer.body);
    return { status: answer.status, body: isJsonObject(body) ? body : {} };
  };

/** The answer's JSON; throws an InternalServerError with what the store said unless it is a 200. */
export const expectOk = (operation: string, { status, body }: StoreAnswer): JsonObject => {
  if (status === 200) return body;
  throw new CallError(500, 'InternalServerError', `The gate's ${operation} failed: ${JSON.stringify(body)}`);
};

/** The names of the key attributes of a table, or of one of its indexes. */
export const keyAttributes = async (
  store: DynamoDbStore,
  table: string,
  index?: string,
): Promise<readonly string[]> => {
  const { Table } = expectOk('DescribeTable', await store('DescribeTable', { TableName: table }));
  const described = isJsonObject(Table) ? Table : {};
  const indexes = [described.GlobalSecondaryIndexes, described.LocalSecondaryIndexes].flat().filter(isJsonObject);
  const schema = (index === undefined ? described : indexes.find(({ IndexName }) => IndexName === index))?.KeySchema;
  if (!Array.isArray(schema)) throw new Error(`The description of ${index ?? table} has no key schema`);
  return schema.map((element: unknown) => String(isJsonObject(element) ? element.AttributeName : element));
};

/** The members of `item` that `names` lists. */
export const pick = (item: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
