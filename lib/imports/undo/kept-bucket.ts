import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { type Keeping, type ReadKept, sha256 } from '../../licensing/keeping.ts';
import { deleteObject, getObject, listKeys, putObject } from '../../storage/object-store.ts';
import { type KeptUser, keptUser } from './user-as-before.ts';

/** Where an import keeps what it replaces: below its customer's own prefix of the uploads bucket. */
export interface Kept {
  readonly keep: Keeping['keep'];
  readonly read: ReadKept;
  /** Keeps what some users hold. Kept again, also with others, they are there twice. */
  readonly keepUsers: (users: readonly KeptUser[]) => Promise<void>;
  /** The keys of what users hold, in their order, those after the key `after` if one is given. */
  readonly listUsers: (after?: string) => AsyncGenerator<string>;
  readonly readUsers: (key: string) => Promise<KeptUser[]>;
}

/** Below what all that a customer's imports keep lies. */
export const keptPrefix = (customerId: string): string => `replaced/${customerId}/`;

/**
 * Takes users out of what an import keeps under a key, so that an undo does not bring them back: those of whom `isErased`
 * says so. Returns how many records of users were taken out; 0 where no users are kept there.
 */
export const eraseKeptUsers = async (
  bucket: string,
  key: string,
  isErased: (userId: string) => boolean,
): Promise<number> => {
  if (key.split('/')[3] !== 'users') return 0;
  const bytes = await getObject(bucket, key);
  if (!bytes) return 0;
  const users = z.array(keptUser).parse(JSON.parse(gunzipSync(bytes).toString()));
  const others = users.filter(({ userId }) => !isErased(userId));
  if (others.length === users.length) return 0;
  if (others.length === 0) await deleteObject(bucket, key);
  else await putObject(bucket, key, gzipSync(JSON.stringify(others)), 'application/gzip');
  return users.length - others.length;
};

/** Opens what an import of a customer keeps. Reading what is not there throws. */
export const keptIn = (
  bucket: string,
  { customerId, importId }: { readonly customerId: string; readonly importId: string },
): Kept => {
  const prefix = `${keptPrefix(customerId)}${importId}/`;
  const keyOf = (name: string) => `${prefix}${name}.json.gz`;
  const put = (name: string, text: string) => putObject(bucket, keyOf(name), gzipSync(text), 'application/gzip');
  const get = async (key: string): Promise<unknown> => {
    const bytes = await getObject(bucket, key);
    if (!bytes) throw new Error(`There is nothing kept by import ${importId} under the key that it names`);
    return JSON.parse(gunzipSync(bytes).toString());
  };
  return {
    keep: (name, replaced) => put(name, JSON.stringify(replaced)),
    read: (name) => get(keyOf(name)),
    keepUsers: async (users) => {
      if (users.length === 0) return;
      const text = JSON.stringify(users);
      await put(`users/${sha256(text)}`, text);
    },
    listUsers: (after) => listKeys(bucket, `${prefix}users/`, after),
    readUsers: async (key) => z.array(keptUser).parse(await get(key)),
  };
};
