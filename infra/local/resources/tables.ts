import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';
import { callUpstream } from './call-upstream.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).optional() }),
  WarmThroughput: ignored,
  WriteOnDemandThroughputSettings: ignored,
});
const properties = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  // Backups, encryption at rest and the like are about operating the table, not about what calls to it answer.
  Replicas: ignored,
  SSESpecification: ignored,
  WarmThroughput: ignored,
  WriteOnDemandThroughputSettings: ignored,
});

export interface TableDefinition {
  readonly logicalId: string;
  readonly path: string;
  readonly tableName: string;
  readonly properties: z.output<typeof properties>;
}

export const readTables = (stack: Stack): readonly TableDefinition[] =>
  stack
    .ofType('AWS::DynamoDB::GlobalTable', properties)
    .map(({ logicalId, path, ref, properties: given }) => ({ logicalId, path, tableName: ref, properties: given }));

/** Creates the tables that do not exist yet. Throws when one exists with other keys or indexes. */
export const createTables = async (
  tables: readonly TableDefinition[],
  dynamodb: URL,
  region: string,
): Promise<void> => {
  await Promise.all(tables.map((table) => createTable(table, dynamodb, region)));
};

const description = z.object({
  Table: z.object({
    TableStatus: z.string(),
    KeySchema: keySchema,
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
  }),
});

const createTable = async ({ tableName, properties: given }: TableDefinition, dynamodb: URL, region: string) => {
  const call = (operation: string, body: object, allowed: string[] = []) =>
    callUpstream(dynamodb, region, `DynamoDB_20120810.${operation}`, body, allowed);
  const existing = await call('DescribeTable', { TableName: tableName }, ['ResourceNotFoundException']);
  if (existing) {
    const { Table } = description.parse(existing);
    const names = (indexes: readonly { IndexName: string }[]) => indexes.map(({ IndexName }) => IndexName).toSorted();
    const same =
      isDeepStrictEqual(Table.KeySchema, given.KeySchema) &&
      isDeepStrictEqual(names(Table.GlobalSecondaryIndexes), names(given.GlobalSecondaryIndexes));
    if (same) return;
    throw new Error(
      `The stored table ${tableName} has other keys or indexes than the template. Start over: npm start -- --fresh`,
    );
  }
  const indexes = (list: z.output<typeof index>[]) =>
    list.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
  await call('CreateTable', {
    TableName: tableName,
    AttributeDefinitions: given.AttributeDefinitions,
    BillingMode: given.BillingMode,
    KeySchema: given.KeySchema,
    ...(given.GlobalSecondaryIndexes.length > 0
      ? { GlobalSecondaryIndexes: indexes(given.GlobalSecondaryIndexes) }
      : {}),
    ...(given.LocalSecondaryIndexes.length > 0 ? { LocalSecondaryIndexes: indexes(given.LocalSecondaryIndexes) } : {}),
  });
  // The answer comes before the table is active, and until then other calls do not find it.
  for (let status = 'CREATING'; status !== 'ACTIVE'; )
    status = description.parse(await call('DescribeTable', { TableName: tableName })).Table.TableStatus;
};

/** The attribute that holds the time of expiry, by the table's name. */
export const ttlAttributes = (tables: readonly TableDefinition[]): Map<string, string> =>
  new Map(
    tables.flatMap(({ tableName, properties: { TimeToLiveSpecification: ttl } }) =>
      ttl?.Enabled ? [[tableName, ttl.AttributeName]] : [],
    ),
  );
