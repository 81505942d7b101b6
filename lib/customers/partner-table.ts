import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { entityId } from '../values/entity-id.ts';
import { partnerOwner } from './owner-keys.ts';

/** A company that sells seats to customers. */
const partner = z.object({
  partnerId: entityId,
  name: z.string(),
  /** The partner's own Entra tenants, by which a customer's file tells whose subscription is whose. */
  tenantIds: z.array(z.string()),
  /** Who may be sent exports, lower-cased mail addresses. */
  recipients: z.array(z.string()),
  /** When the operator last put the partner, and so vouched for its recipients (ISO instant); absent before that was noted. */
  recipientsSetAt: z.iso.datetime().optional(),
  /**
   * When a customer was last taken out of this partner's portfolio (ISO instant). Whatever was made of the portfolio
   * up to then (generations, exports, mailed links) may hold that customer and is not handed out any more.
   */
  lastUnlinkedAt: z.iso.datetime().optional(),
  /** Unlinkings under way, by a random name each: until when (ISO instant) what is made may still hold the customer. */
  unlinking: z.record(z.string(), z.iso.datetime()).optional(),
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

/**
 * Announces that a customer is about to leave the partner's portfolio: nothing made of it before `until` (ISO instant)
 * is handed out. Returns the name under which the unlinking is under way. A partner that does not exist stays so.
 */
export const beginUnlinking = async (table: Table, partnerId: string, until: string): Promise<string> => {
  const name = randomUUID();
  await changePartner(
    table,
    partnerId,
    (current) => current && { ...current, unlinking: { ...current.unlinking, [name]: until } },
  );
  return name;
};

/** Notes that the unlinking of that name was done by `at` (ISO instant): what is made later may be handed out. */
export const finishUnlinking = async (table: Table, partnerId: string, name: string, at: string): Promise<void> => {
  await changePartner(table, partnerId, (current) => {
    if (!current) return undefined;
    const { unlinking = {}, lastUnlinkedAt = at, ...rest } = current;
    const others = Object.entries(unlinking).filter(([other, until]) => other !== name && until > at);
    return {
      ...rest,
      lastUnlinkedAt: lastUnlinkedAt > at ? lastUnlinkedAt : at,
      ...(others.length > 0 ? { unlinking: Object.fromEntries(others) } : {}),
    };
  });
};

/** The ids of all partners. */
export const listPartnerIds = async (table: Table): Promise<string[]> => {
  const ids: string[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'directory',
        KeyConditionExpression: '#shard = :shard',
        ExpressionAttributeNames: { '#shard': 'shard' },
        ExpressionAttributeValues: { ':shard': SHARD },
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    ids.push(...(answer.Items ?? []).map((item) => String(item.listed)));
    start = answer.LastEvaluatedKey;
  } while (start);
  return ids;
};
