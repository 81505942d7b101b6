import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { backOff } from '../storage/back-off.ts';
import { batchGet } from '../storage/batch-get.ts';
import { ContendedError } from '../storage/contended-error.ts';
import { type IdPage, listDirectory } from '../storage/directory.ts';
import {
  type BeforeChange,
  changeUnderRevision,
  REMOVE,
  type Revised,
  readRevised,
  writeUnderRevision,
} from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { type Customer, customer } from './customer.ts';
import { addEntries, dropEntries, readEntries } from './member-list.ts';
import { customerOwner } from './owner-keys.ts';

export { listMembers } from './member-list.ts';

/** The directory is spread over this many partitions, so that listing all customers has no hot one. */
export const DIRECTORY_SHARDS = 16;

const PROFILE = 'profile';
const ATTEMPTS = 6;
const PAUSE_MILLISECONDS = 20;

/** The shard of the directory that lists a customer. */
export const shardOf = (customerId: string): string => {
  const hash = createHash('sha256').update(customerId).digest();
  return shardName(hash.readUInt16BE() % DIRECTORY_SHARDS);
};
const shardName = (shard: number): string => `customer#${String(shard).padStart(2, '0')}`;

const profileKey = (customerId: string) => ({ owner: customerOwner(customerId), record: PROFILE });

/** The customer, read consistently, or `undefined`. */
export const readCustomer = async (table: Table, customerId: string): Promise<Customer | undefined> =>
  (await readRevised({ table, key: profileKey(customerId), schema: customer }))?.value;

/** Those of the customers that exist, by id. */
export const readCustomers = async (table: Table, customerIds: Iterable<string>): Promise<Map<string, Customer>> => {
  const items = await batchGet(table, [...new Set(customerIds)].map(profileKey));
  return new Map(items.map((item) => customer.parse(item)).map((one) => [one.customerId, one]));
};

/** What a customer was and what it is now. */
export interface CustomerChange {
  readonly before: Customer | undefined;
  readonly after: Customer;
}

/** The stored profile: a customer, and where the directory lists it. */
const profile = customer.transform((one) => ({ ...one, shard: shardOf(one.customerId), listed: one.customerId }));

/**
 * Creates or replaces a customer; `change` makes the new one of the stored one. `beforeUnlinking` is awaited with the
 * partners that are about to lose the customer, while the profile still names them, `beforeChange` before anything. Throws ContendedError.
 *
 * The profile says which partners hold the customer. Each partner's list of members is kept a superset of that: an entry
 * is added before the profile names the partner and dropped after, and only if nobody added it again meanwhile. So a
 * crash in between shows nobody too little; readers check the profile.
 */
export const changeCustomer = async (
  table: Table,
  customerId: string,
  change: (stored: Customer | undefined) => Customer,
  beforeUnlinking: (partnerIds: readonly string[]) => Promise<unknown> = async () => {},
  beforeChange: BeforeChange<Customer> = async () => {},
): Promise<CustomerChange> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (attempt > 0) await backOff(attempt, PAUSE_MILLISECONDS);
    const stored = await readRevised({ table, key: profileKey(customerId), schema: profile });
    const before = stored && customer.parse(stored.value);
    const after = change(before);
    await beforeChange(before, after);
    const gone = Object.keys(before?.partners ?? {}).filter((id) => !Object.hasOwn(after.partners, id));
    const entries = await readEntries(table, gone, customerId);
    if (gone.length > 0) await beforeUnlinking(gone);
    await addEntries(table, Object.keys(after.partners), customerId);
    if (!(await writeProfile(table, stored, after))) continue;
    await dropEntries(table, entries);
    return { before, after };
  }
  throw new ContendedError(`Others changed the customer on each of ${ATTEMPTS} attempts`);
};

/** Writes the profile if it still is the one that was read. Returns whether it did. */
const writeProfile = (
  table: Table,
  stored: Revised<z.output<typeof profile>> | undefined,
  after: Customer,
): Promise<boolean> => {
  let tried = false;
  return writeUnderRevision({ table, key: profileKey(after.customerId), schema: profile }, stored, () => {
    if (tried) return undefined;
    tried = true;
    return profile.parse(after);
  });
};

/** Removes the profile of a customer that is being erased; any other stays. */
export const removeErasedCustomer = async (table: Table, customerId: string): Promise<void> => {
  await changeUnderRevision({ table, key: profileKey(customerId), schema: profile }, (stored) =>
    stored?.erasing === undefined ? undefined : REMOVE,
  );
};

/** Whether the record of a customer's partition is its profile. */
export const isProfile = (record: unknown): boolean => record === PROFILE;

/** The ids of one shard of the directory after `after`, at most `limit`. */
export const listShard = (table: Table, shard: number, limit: number, after?: string): Promise<IdPage> =>
  listDirectory(table, shardName(shard), profileKey, { limit, after });
