import { createHash } from 'node:crypto';
import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../storage/batch-get.ts';
import { readRevised, writeUnderRevision } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Customer, customer } from './customer.ts';
import { customerOwner, partnerOwner } from './licensing-keys.ts';

/** The directory is spread over this many partitions, so that listing all customers has no hot one. */
export const DIRECTORY_SHARDS = 16;

const PROFILE = 'profile';
const MEMBER = 'customer#';

const shardOf = (customerId: string): string => {
  const hash = createHash('sha256').update(customerId).digest();
  return shardName(hash.readUInt16BE() % DIRECTORY_SHARDS);
};
const shardName = (shard: number): string => `customer#${String(shard).padStart(2, '0')}`;

const profileKey = (customerId: string) => ({ owner: customerOwner(customerId), record: PROFILE });
const memberKey = (partnerId: string, customerId: string) => ({
  owner: partnerOwner(partnerId),
  record: `${MEMBER}${customerId}`,
});

/** The customer, read consistently, or `undefined`. */
export const readCustomer = async (table: Table, customerId: string): Promise<Customer | undefined> =>
  (await readRevised({ table, key: profileKey(customerId), schema: customer }))?.value;

/** Those of the customers that exist, by id. */
export const readCustomers = async (table: Table, customerIds: Iterable<string>): Promise<Map<string, Customer>> => {
  const items = await batchGet(table, [...new Set(customerIds)].map(profileKey));
  return new Map(items.map((item) => customer.parse(item)).map((one) => [one.customerId, one]));
};

/**
 * Creates or replaces a customer; `change` makes the new one of the stored one. Returns both.
 * The profile says which partners hold the customer; each partner's list of members is kept a superset of that
 * (added before, removed after), so that a crash in between shows nobody too little, and readers check the profile.
 */
export const changeCustomer = async (
  table: Table,
  customerId: string,
  change: (stored: Customer | undefined) => Customer,
): Promise<{ before: Customer | undefined; after: Customer }> => {
  const key = profileKey(customerId);
  const stored = await readRevised({ table, key, schema: customer });
  let before = stored?.value;
  let after = change(before);
  await addMembers(table, customerId, Object.keys(after.partners));
  const schema = customer.transform((one) => ({ ...one, shard: shardOf(customerId), listed: customerId }));
  await writeUnderRevision({ table, key, schema }, stored && { ...stored, value: schema.parse(stored.value) }, (current) => {
    before = current && customer.parse(current);
    after = change(before);
    return schema.parse(after);
  });
  const gone = Object.keys(before?.partners ?? {}).filter((partnerId) => !Object.hasOwn(after.partners, partnerId));
  await removeMembers(table, customerId, gone);
  return { before, after };
};

const addMembers = async (table: Table, customerId: string, partnerIds: readonly string[]): Promise<void> => {
  await Promise.all(
    partnerIds.map((partnerId) =>
      table.client.send(new PutCommand({ TableName: table.name, Item: { ...memberKey(partnerId, customerId), customerId } })),
    ),
  );
};

const removeMembers = async (table: Table, customerId: string, partnerIds: readonly string[]): Promise<void> => {
  await Promise.all(
    partnerIds.map((partnerId) =>
      table.client.send(new DeleteCommand({ TableName: table.name, Key: memberKey(partnerId, customerId) })),
    ),
  );
};

/** A page of ids in their order, and where the next page starts. */
export interface IdPage {
  readonly ids: readonly string[];
  /** The last id of this page when there may be more. */
  readonly next: string | undefined;
}

/** The ids on a partner's list of members after `after`, at most `limit`. A superset: check each customer's own profile. */
export const listMembers = async (table: Table, partnerId: string, limit: number, after?: string): Promise<IdPage> => {
  const answer = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: '#owner = :owner AND begins_with(#record, :member)',
      ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
      ExpressionAttributeValues: { ':owner': partnerOwner(partnerId), ':member': MEMBER },
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: memberKey(partnerId, after) }),
    }),
  );
  const ids = (answer.Items ?? []).map((item) => String(item.record).slice(MEMBER.length));
  return { ids, next: answer.LastEvaluatedKey && ids.at(-1) };
};

/** The ids of one shard of the directory after `after`, at most `limit`. */
export const listShard = async (table: Table, shard: number, limit: number, after?: string): Promise<IdPage> => {
  const answer = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'directory',
      KeyConditionExpression: 'shard = :shard',
      ExpressionAttributeValues: { ':shard': shardName(shard) },
      Limit: limit,
      ...(after === undefined
        ? {}
        : { ExclusiveStartKey: { shard: shardName(shard), listed: after, ...profileKey(after) } }),
    }),
  );
  const ids = (answer.Items ?? []).map((item) => String(item.listed));
  return { ids, next: answer.LastEvaluatedKey && ids.at(-1) };
};
