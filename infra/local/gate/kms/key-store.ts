import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Keeps the keys of KMS, which nobody is ever given. */
export interface KeyStore {
  /** The 32 bytes of the key of that ARN or id; undefined when there is none. */
  readonly find: (arnOrId: string) => { readonly arn: string; readonly material: Buffer } | undefined;
  /** Makes the key of an ARN unless there is one, and resolves when it would outlive a crash. */
  readonly create: (arn: string) => Promise<void>;
}

/** Opens the store that the file keeps over restarts; without one, keys live in memory. */
export const openKeyStore = async (file?: string): Promise<KeyStore> => {
  const keys = new Map(file === undefined ? [] : await readKeyFile(file));
  const write = async (path: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify([...keys]), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  return {
    find: (wanted) => {
      const arn = [...keys.keys()].find((one) => one === wanted || one.endsWith(`:key/${wanted}`));
      const material = arn === undefined ? undefined : keys.get(arn);
      return arn === undefined || material === undefined ? undefined : { arn, material: Buffer.from(material, 'hex') };
    },
    create: async (arn) => {
      if (keys.has(arn)) return;
      keys.set(arn, randomBytes(32).toString('hex'));
      if (file !== undefined) await write(file);
    },
  };
};

const readKeyFile = async (file: string): Promise<[arn: string, material: string][]> => {
  try {
    // The file is written by this module only.
    return JSON.parse(await readFile(file, 'utf8')) as [string, string][];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
