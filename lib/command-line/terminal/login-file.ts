import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { type Terminal, UsageError } from './terminal.ts';

const clientCredentials = z.object({
  issuer: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
  scope: z.string().optional(),
});
/** How a program gets a token: OAuth 2.0 client credentials (RFC 6749, 4.4) of the deployment's issuer. */
export type ClientCredentials = z.infer<typeof clientCredentials>;

const login = z.object({ url: z.url(), by: z.union([clientCredentials, z.object({ token: z.string() })]) });
/** Which deployment is spoken to, and how a token for it comes. */
export type Login = z.infer<typeof login>;

/** Where a login is kept: below `XDG_CONFIG_HOME` (XDG base directory specification; relative ones do not count). */
export const loginPath = ({ env, home }: Pick<Terminal, 'env' | 'home'>): string => {
  const named = env.XDG_CONFIG_HOME;
  const config = named !== undefined && isAbsolute(named) ? named : join(home, '.config');
  return join(config, 'seatpulse', 'login.json');
};

/** The login that is kept, if one is. Throws a UsageError for a file that is none. */
export const readLogin = async (terminal: Pick<Terminal, 'env' | 'home'>): Promise<Login | undefined> => {
  const path = loginPath(terminal);
  try {
    return login.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read. Log in again: seatpulse login --help`, { cause: error });
  }
};

/** Keeps a login in a file that nobody else may read, in place of the one before. */
export const keepLogin = async (terminal: Pick<Terminal, 'env' | 'home'>, kept: Login): Promise<void> => {
  const path = loginPath(terminal);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const next = `${path}.${randomUUID()}`; // a file of its own is made with its mode; one that is there would keep its own
  await writeFile(next, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(next, path);
};
