import { randomUUID } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../storage/batch-get.ts';
import { deleteUnderCondition } from '../storage/conditional-write.ts';
import { deleteItem } from '../storage/delete-item.ts';
import type { IdPage } from '../storage/directory.ts';
import type { Table } from '../storage/table.ts';
import { partnerOwner } from './owner-keys.ts';

const MEMBER = 'customer#';

/** One customer on a partner's list of members; `added` differs each time it is added. */
const entry = z.object({ owner: z.string(), record: z.string(), added: z.string() });
type Entry = z.infer<typeof entry>;

const keyOf = (partnerId: string, customerId: string) => ({
  owner: partnerOwner(partnerId),
  record: `${MEMBER}${customerId}`,
});

/** Puts a customer on the lists of these partners. */
export const addEntries = async (table: Table, partnerIds: readonly string[], customerId: string): Promise<void> => {
  const add = (partnerId: string) =>
    table.client.send(
      new PutCommand({ TableName: table.name, Item: { ...keyOf(partnerId, customerId), added: randomUUID() } }),
    );
  await Promise.all(partnerIds.map(add));
};

/** The customer's entries on the lists of these partners. */
export const readEntries = async (
  table: Table,
  partnerIds: readonly string[],
  customerId: string,
): Promise<readonly Entry[]> =>
  z.array(entry).parse(
    await batchGet(
      table,
      partnerIds.map((partnerId) => keyOf(partnerId, customerId)),
    ),
  );

/** Takes entries off their lists, but for those that were added again since they were read. */
export const dropEntries = async (table: Table, entries: readonly Entry[]): Promise<void> => {
  await Promise.all(entries.map((one) => dropEntry(table, one)));
};

/** Takes a customer off a partner's list, whoever put it there. Returns whether it was on it. */
export const eraseEntry = (table: Table, partnerId: string, customerId: string): Promise<boolean> =>
  deleteItem(table, keyOf(partnerId, customerId));

const dropEntry = async (table: Table, { owner, record, added }: Entry): Promise<void> => {
  const condition = { expression: 'added = :added', values: { ':added': added } };
  await deleteUnderCondition(table, { owner, record }, condition);
};

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
      ...(after === undefined ? {} : { ExclusiveStartKey: keyOf(partnerId, after) }),
    }),
  );
  const ids = (answer.Items ?? []).map((item) => String(item.record).slice(MEMBER.length));
  return { ids, next: answer.LastEvaluatedKey && ids.at(-1) };
};
