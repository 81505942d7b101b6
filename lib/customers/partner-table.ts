import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { batchGet } from '../storage/batch-get.ts';
import { type IdPage, listDirectory } from '../storage/directory.ts';
import { type BeforeChange, changeUnderRevision, REMOVE, readRevised } from '../storage/revision.ts';
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

/** Creates or changes a partner; `change` answers `undefined` to leave it. `beforeChange` is waited for before it is written. */
export const changePartner = async (
  table: Table,
  partnerId: string,
  change: (stored: Partner | undefined) => Partner | undefined,
  beforeChange: BeforeChange<Partner> = async () => {},
): Promise<void> => {
  await changeUnderRevision(
    { table, key: profileKey(partnerId), schema: stored },
    (current) => {
      const next = change(current && partner.parse(current));
      return next && stored.parse(next);
    },
    (before, after) => beforeChange(before && partner.parse(before), after && partner.parse(after)),
  );
};

const deletion = z.object({ deletedAt: z.iso.datetime() });
const deletionIn = (table: Table, partnerId: string) => ({
  table,
  key: { owner: partnerOwner(partnerId), record: 'deletion' },
  schema: deletion,
});

/** When a partner of that id was last deleted (ISO instant): what was made before is not for a new one of the same id. */
export const readLastDeletion = async (table: Table, partnerId: string): Promise<string | undefined> =>
  (await readRevised(deletionIn(table, partnerId)))?.value.deletedAt;

/** Deletes a partner's profile and keeps when that was. Returns the profile; `undefined` when there was none. */
export const removePartner = async (
  table: Table,
  partnerId: string,
  deletedAt: string,
  beforeChange: BeforeChange<Partner>,
): Promise<Partner | undefined> => {
  let removed: Partner | undefined;
  await changeUnderRevision(
    { table, key: profileKey(partnerId), schema: stored },
    (current) => {
      removed = current && partner.parse(current);
      return REMOVE;
    },
    async () => {
      await beforeChange(removed, undefined);
      await changeUnderRevision(deletionIn(table, partnerId), () => ({ deletedAt }));
    },
  );
  return removed;
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

/** The ids of partners after `after`, at most `limit`. */
const listPartnerIdPage = (table: Table, limit: number, after?: string): Promise<IdPage> =>
  listDirectory(table, SHARD, profileKey, { limit, after });

const IDS_PER_QUERY = 1_000;

/** The ids of all partners. */
export const listPartnerIds = async (table: Table): Promise<string[]> => {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await listPartnerIdPage(table, IDS_PER_QUERY, after);
    ids.push(...page.ids);
    after = page.next;
  } while (after !== undefined);
  return ids;
};

/** Those of a page of the partners that still are, and where the next page starts. */
export const listPartners = async (
  table: Table,
  limit: number,
  after?: string,
): Promise<{ readonly partners: readonly Partner[]; readonly next: string | undefined }> => {
  const { ids, next } = await listPartnerIdPage(table, limit, after);
  const items = await batchGet(table, ids.map(profileKey));
  const found = new Map(items.map((item) => partner.parse(item)).map((one) => [one.partnerId, one]));
  return { partners: ids.flatMap((id) => found.get(id) ?? []), next };
};
