import { createHmac } from 'node:crypto';
import pMap from 'p-map';
import * as z from 'zod';
import { DIRECTORY_SHARDS, listShard } from '../customers/customer-table.ts';
import { logger } from '../observability/logger.ts';
import { Problem } from '../problem/problem.ts';
import { secretOf } from '../storage/read-secret.ts';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { OWN_NAMES, pseudonymsBy, type UserNames } from '../values/user-names.ts';
import { readCoverage } from './coverage-table.ts';

/** The partition of the record by which a stage knows how it names its users. */
export const USER_NAMES_OWNER = 'user-names';

/** How the users of a stage are stored, from its first data on. */
const storedUserNames = z.object({
  mode: z.enum(['own', 'pseudonyms']),
  /** Tells the key of the pseudonyms from any other, and nothing of it. */
  keyMark: z.string().optional(),
});
type StoredUserNames = z.infer<typeof storedUserNames>;

const itemIn = (table: Table) => ({
  table,
  key: { owner: USER_NAMES_OWNER, record: 'current' },
  schema: storedUserNames,
});

/** Customers whose coverage is read at once. */
const READS_IN_FLIGHT = 20;
const SHARD_PAGE = 500;

/**
 * How a stage stores its users; `undefined` before its first data. What was stored before a stage kept a record of it goes by
 * own names.
 */
export const findUserNames = async (licensing: Table): Promise<StoredUserNames['mode'] | undefined> =>
  (await readRevised(itemIn(licensing)))?.value.mode ?? ((await holdsUsers(licensing)) ? 'own' : undefined);

const holdsUsers = async (licensing: Table): Promise<boolean> => {
  for (let shard = 0; shard < DIRECTORY_SHARDS; shard += 1)
    for (let after: string | undefined, isEnd = false; !isEnd; ) {
      const { ids, next } = await listShard(licensing, shard, SHARD_PAGE, after);
      const known = await pMap(ids, (id) => hasUsers(licensing, id), { concurrency: READS_IN_FLIGHT });
      if (known.includes(true)) return true;
      after = next;
      isEnd = next === undefined;
    }
  return false;
};

/** How far a customer's users are heard of is recorded with them. */
const hasUsers = async (licensing: Table, customerId: string): Promise<boolean> => {
  const { identityMode, activity, assignments } = await readCoverage(licensing, customerId);
  return identityMode !== undefined || assignments !== undefined || Object.keys(activity).length > 0;
};

/** What the operator is told when a stage is set to name users otherwise than those that it holds. */
export class UserNamesChanged extends Problem {
  constructor(detail: string) {
    super(
      500,
      'user_names_changed',
      `${detail} Nothing was stored. The operator has to set it as it was: docs/privacy.md, "Pseudonyms".`,
    );
  }
}

/**
 * Makes the function that tells an instance how its stage names users: by pseudonyms if `keyArn` names the secret of their
 * key, by their own ids if it is empty. The first one who asks decides for the stage; who is set otherwise afterwards, or
 * has another key, gets UserNamesChanged. Throws, too, what stands in the way of asking, and asks anew the next time.
 */
export const userNamesOf = (licensing: Table, keyArn: string): (() => Promise<UserNames>) => {
  const readKey = keyArn === '' ? undefined : secretOf(keyArn);
  let known: UserNames | undefined;
  return async () => (known ??= await settle(licensing, await readKey?.()));
};

const settle = async (licensing: Table, key: string | undefined): Promise<UserNames> => {
  const wanted: StoredUserNames = key === undefined ? { mode: 'own' } : { mode: 'pseudonyms', keyMark: markOf(key) };
  const stored = (await readRevised(itemIn(licensing)))?.value ?? (await record(licensing, wanted));
  if (stored.mode === wanted.mode && stored.keyMark === wanted.keyMark)
    return key === undefined ? OWN_NAMES : pseudonymsBy(key);
  logger.error('users are stored otherwise than the stage is set', { stored: stored.mode, set: wanted.mode });
  throw new UserNamesChanged(differenceOf(stored, wanted));
};

/** The first one to write it decides for all. */
const record = async (licensing: Table, wanted: StoredUserNames): Promise<StoredUserNames> => {
  const isTaken = wanted.mode === 'pseudonyms' && (await holdsUsers(licensing));
  const first: StoredUserNames = isTaken ? { mode: 'own' } : wanted;
  await changeUnderRevision(itemIn(licensing), (current) => (current ? undefined : first));
  return (await readRevised(itemIn(licensing)))?.value ?? first;
};

const markOf = (key: string): string =>
  createHmac('sha256', key).update('key of pseudonyms').digest('hex').slice(0, 16);

const differenceOf = (stored: StoredUserNames, wanted: StoredUserNames): string => {
  if (stored.mode === 'own')
    return 'This deployment holds users by their own names, and its setting "pseudonymizeUsers" is on.';
  if (wanted.mode === 'own')
    return 'This deployment holds users by pseudonyms, and its setting "pseudonymizeUsers" is off.';
  return 'This deployment holds users by pseudonyms of another key than its own.';
};
