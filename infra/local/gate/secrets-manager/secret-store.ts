import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SecretVersion } from './secret-versions.ts';

/** A secret of the stack. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly SecretVersion[];
}

/** Keeps secrets. */
export interface SecretStore {
  /** The secret of that ARN or name, or undefined. */
  readonly find: (arnOrName: string) => Secret | undefined;
  readonly list: () => readonly Secret[];
  /** Stores a secret in the place of the one with its ARN, and resolves when it would outlive a crash. */
  readonly put: (secret: Secret) => Promise<void>;
  /** Forgets the secret of that ARN, likewise. */
  readonly remove: (arn: string) => Promise<void>;
}

/** Opens the store that the file keeps over restarts; without one, secrets live in memory. */
export const openSecretStore = async (file?: string): Promise<SecretStore> => {
  const secrets = new Map((file === undefined ? [] : await readSecrets(file)).map((one) => [one.arn, one]));
  let written = Promise.resolve();
  const write = async (path: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify([...secrets.values()]), { mode: 0o600 });
    await rename(`${path}.new`, path);
  };
  const keep = async (): Promise<void> => {
    if (file === undefined) return;
    written = written.then(() => write(file)); // one after the other: they share a file
    await written;
  };
  return {
    find: (wanted) => secrets.get(wanted) ?? [...secrets.values()].find(({ name }) => name === wanted),
    list: () => [...secrets.values()],
    put: async (secret) => {
      secrets.set(secret.arn, secret);
      await keep();
    },
    remove: async (arn) => {
      secrets.delete(arn);
      await keep();
    },
  };
};

const readSecrets = async (file: string): Promise<Secret[]> => {
  try {
    // The file is written by this module only.
    return JSON.parse(await readFile(file, 'utf8')) as Secret[];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};
