import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { customerOwner } from '../../customers/owner-keys.ts';
import { writeEach } from '../../storage/bounded-writes.ts';
import { queryItems } from '../../storage/query-pages.ts';
import { changeUnderRevision, REMOVE } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { decodeCursor, encodeCursor } from '../../values/cursor.ts';
import { storedUserId } from '../../values/user-names.ts';

const storedIdentity = z.object({ alias: storedUserId, userId: storedUserId });

/** Another id of a user, both as the stage stores users. */
export type StoredIdentity = z.infer<typeof storedIdentity>;

const IDENTITY = 'identity#';
const keyOf = (customerId: string, alias: string) => ({
  owner: customerOwner(customerId),
  record: `${IDENTITY}${alias}`,
});
const allOf = (customerId: string) => ({
  KeyConditionExpression: '#owner = :owner AND begins_with(#record, :identity)',
  ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
  ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':identity': IDENTITY },
  ConsistentRead: true,
});

/** The identities of a customer's users, alias → user id, read consistently. There are 50,000 at most. */
export const readIdentities = async (table: Table, customerId: string): Promise<Map<string, string>> => {
  const identities = new Map<string, string>();
  for await (const item of queryItems(table, allOf(customerId))) {
    const { alias, userId } = storedIdentity.parse(item);
    identities.set(alias, userId);
  }
  return identities;
};

/** Where a list goes on: after an alias. */
const place = z.strictObject({ after: z.string().min(1).max(512) });

/** One page of a customer's identities, by alias in byte order, and the cursor of the next page if there may be one. */
export const listIdentities = async (
  table: Table,
  customerId: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ identities: StoredIdentity[]; cursor?: string }> => {
  const from = cursor === undefined ? undefined : decodeCursor(place, cursor);
  const answer = await table.client.send(
    new QueryCommand({
      ...allOf(customerId),
      TableName: table.name,
      Limit: limit,
      ...(from ? { ExclusiveStartKey: keyOf(customerId, from.after) } : {}),
    }),
  );
  const identities = (answer.Items ?? []).map((item) => storedIdentity.parse(item));
  const last = answer.LastEvaluatedKey && identities.at(-1);
  return { identities, ...(last ? { cursor: encodeCursor({ after: last.alias }) } : {}) };
};

/** Puts identities, each in the place of what was stored of its alias. Returns those that may be sent again. */
export const storeIdentities = (
  table: Table,
  customerId: string,
  identities: readonly StoredIdentity[],
  milliseconds?: number,
): Promise<Set<StoredIdentity>> =>
  writeEach(
    identities,
    ({ alias, userId }) =>
      changeUnderRevision({ table, key: keyOf(customerId, alias), schema: storedIdentity }, (current) =>
        current?.userId === userId ? undefined : { alias, userId },
      ),
    milliseconds,
  );

/** Removes an alias; `beforeErase` is waited for where there is one. Returns whether there was. */
export const eraseIdentity = (
  table: Table,
  customerId: string,
  alias: string,
  beforeErase: () => Promise<void> = async () => {},
): Promise<boolean> =>
  changeUnderRevision({ table, key: keyOf(customerId, alias), schema: storedIdentity }, () => REMOVE, beforeErase);
