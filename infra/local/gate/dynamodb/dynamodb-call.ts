import type { Call, GateRequest, Permission, Place } from '../call.ts';
import { CallError } from '../call-error.ts';
import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';

const BATCH_OPERATIONS = new Set(['BatchGetItem', 'BatchWriteItem']);
const INDEX_OPERATIONS = new Set(['Query', 'Scan']);

/** What a DynamoDB request asks for; batches need the permission for each of their tables. */
export const dynamoDbCall = (request: GateRequest, body: JsonObject, place: Place): Call => {
  const operation = /^DynamoDB_\d+\.(\w+)$/.exec(request.headers['x-amz-target'] ?? '')?.[1];
  if (!operation) throw new CallError(400, 'UnknownOperationException', 'The X-Amz-Target header names no operation');
  const items = body.RequestItems;
  const single = textOf(body, 'TableName');
  const tables =
    BATCH_OPERATIONS.has(operation) && isJsonObject(items)
      ? Object.keys(items).map(tableName)
      : single === undefined
        ? []
        : [tableName(single)];
  const index = INDEX_OPERATIONS.has(operation) ? textOf(body, 'IndexName') : undefined;
  const permissions: readonly Permission[] =
    tables.length === 0
      ? [{ action: `dynamodb:${operation}`, resource: '*' }]
      : tables.map((table) => ({
          action: `dynamodb:${operation}`,
          resource: index === undefined ? tableArn(table, place) : `${tableArn(table, place)}/index/${index}`,
        }));
  return { service: 'dynamodb', operation, permissions, conditionKeys: {}, tables };
};

const tableArn = (table: string, { region, account }: Place): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`;

/** The name of a table that may be named by its ARN as well. */
export const tableName = (nameOrArn: string): string => nameOrArn.split(':table/').at(-1) ?? nameOrArn;
