import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { entityId } from './customer.ts';
import { partnerOwner } from './licensing-keys.ts';

/** A company that sells seats to customers. */
export const partner = z.object({
  partnerId: entityId,
  name: z.string(),
  /** The partner's own Entra tenants, by which a customer's file tells whose subscription is whose. */
  tenantIds: z.array(z.string()),
  /** Who may be sent exports, lower-cased mail addresses. */
  recipients: z.array(z.string()),
  /**
   * When a customer was last taken out of this partner's portfolio (ISO instant). Whatever was made of the portfolio
   * up to then (generations, exports, mailed links) may hold that customer and is not handed out any more.
   */
  lastUnlinkedAt: z.iso.datetime().optional(),
});
export type Partner = z.infer<typeof partner>;

const PROFILE = 'profile';
const SHARD = 'partner';
const profileKey = (partnerId: string) => ({ owner: partnerOwner(partnerId), record: PROFILE });
const stored = partner.transform((one) => ({ ...one, shard: SHARD, listed: one.partnerId }));

/** The partner, read consistently, or `undefined`. */
export const readPartner = async (table: Table, partnerId: string): Promise<Partner | undefined> =>
  (await readRevised({ table, key: profileKey(partnerId), schema: partner }))?.value;

/** Creates or changes a partner; `change` answers `undefined` to leave it. */
export const changePartner = async (
  table: Table,
  partnerId: string,
  change: (stored: Partner | undefined) => Partner | undefined,
): Promise<void> => {
  await changeUnderRevision({ table, key: profileKey(partnerId), schema: stored }, (current) => {
    const next = change(current && partner.parse(current));
    return next && stored.parse(next);
  });
};

/** Whether something made of a portfolio at `madeAt` (ISO instant) may still be handed to the partner. */
export const mayStillRead = (owner: Partner | undefined, madeAt: string): boolean =>
  owner !== undefined && (owner.lastUnlinkedAt === undefined || madeAt > owner.lastUnlinkedAt);

/** The ids of all partners. */
export const listPartnerIds = async (table: Table): Promise<string[]> => {
  const ids: string[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'directory',
        KeyConditionExpression: 'shard = :shard',
        ExpressionAttributeValues: { ':shard': SHARD },
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    ids.push(...(answer.Items ?? []).map((item) => String(item.listed)));
    start = answer.LastEvaluatedKey;
  } while (start);
  return ids;
};
