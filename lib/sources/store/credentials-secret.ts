import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { partnerOwner } from '../../customers/owner-keys.ts';
import { Problem } from '../../problem/problem.ts';
import { ContendedError } from '../../storage/contended-error.ts';
import { changeUnderRevision, REMOVE, readRevised } from '../../storage/revision.ts';
import { secretsClient } from '../../storage/secrets.ts';
import type { Table } from '../../storage/table.ts';

/*
 * One secret of Secrets Manager holds the credentials of all sources of a portfolio, as a map. Secrets Manager writes under
 * no condition: so which version of which secret counts is said by an item of the Licensing table, which is written under
 * one. Whoever loses a race has written a version that nobody reads, and does it again on the winner's. Removing credentials
 * moves the others to a secret of their own and deletes the one before, with all its versions: nothing of them is left.
 */

/** Where credentials are kept. */
export interface SecretStores {
  readonly licensing: Table;
  /** What the names of the secrets begin with. */
  readonly secretPrefix: string;
}

/** One source's credentials, and the id under which they were given. */
const entry = z.object({ id: z.string(), values: z.record(z.string(), z.unknown()) });
export type CredentialsEntry = z.output<typeof entry>;
const entries = z.record(z.string(), entry);
type Entries = z.output<typeof entries>;

const pointer = z.object({ secret: z.string(), version: z.string() });
type Pointer = z.output<typeof pointer>;

const pointerOf = (licensing: Table, portfolio: string) => ({
  table: licensing,
  key: { owner: partnerOwner(portfolio), record: 'source-credentials' },
  schema: pointer,
});

/** A secret holds 65,536 bytes (Secrets Manager quotas). */
const MOST_BYTES = 65_000;
const ATTEMPTS = 6;

/** Versions never change: what an instance read it need not read again. Few: an instance works for many portfolios. */
const known = new Map<string, Entries>();
const MOST_KNOWN = 20;

const readVersion = async ({ secret, version }: Pointer): Promise<Entries> => {
  const name = `${secret}@${version}`;
  const found = known.get(name);
  if (found) return found;
  const answer = await secretsClient().send(new GetSecretValueCommand({ SecretId: secret, VersionId: version }));
  const read = entries.parse(JSON.parse(answer.SecretString ?? '{}'));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, read);
  return read;
};

/** The map that counts, and where it lies. A secret that was deleted since its pointer was read is looked for again. */
const readEntries = async (
  licensing: Table,
  portfolio: string,
): Promise<{ readonly at: Pointer | undefined; readonly map: Entries }> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const at = (await readRevised(pointerOf(licensing, portfolio)))?.value;
    if (!at) return { at, map: {} };
    try {
      return { at, map: await readVersion(at) };
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException) || attempt === ATTEMPTS - 1) throw error;
    }
  }
  throw new ContendedError(`Others moved the secret on each of ${ATTEMPTS} attempts`);
};

/** The credentials of a source; `undefined` where none were given. */
export const readCredentialsEntry = async (
  { licensing }: SecretStores,
  portfolio: string,
  source: string,
): Promise<CredentialsEntry | undefined> => (await readEntries(licensing, portfolio)).map[source];

/** Ids are made of letters that names of secrets may have; the operator's portfolio alone is not. */
const nameFor = (prefix: string, portfolio: string): string =>
  `${prefix}${portfolio.replace(/^~/u, 'no-partner/')}/${randomUUID()}`;

const create = async (prefix: string, portfolio: string, map: Entries): Promise<Pointer> => {
  const [secret, version] = [nameFor(prefix, portfolio), randomUUID()];
  const SecretString = JSON.stringify(map);
  await secretsClient().send(new CreateSecretCommand({ Name: secret, ClientRequestToken: version, SecretString }));
  return { secret, version };
};

const erase = (secret: string): Promise<unknown> =>
  secretsClient().send(new DeleteSecretCommand({ SecretId: secret, ForceDeleteWithoutRecovery: true }));

/** Has `next` count (`undefined`: nothing) in the place of `before`. Returns whether it does: not where somebody was faster. */
const point = async (
  licensing: Table,
  portfolio: string,
  before: Pointer | undefined,
  next: Pointer | undefined,
): Promise<boolean> => {
  let isOurs = false;
  await changeUnderRevision(pointerOf(licensing, portfolio), (current) => {
    isOurs = current?.secret === before?.secret && current?.version === before?.version;
    return isOurs ? (next ?? REMOVE) : undefined;
  });
  return isOurs;
};

/**
 * Stores the credentials of a source, which are known by an id of their own, in the place of those before. Throws a 409
 * Problem when a secret cannot hold them, and ContendedError.
 */
export const putCredentialsEntry = async (
  { licensing, secretPrefix }: SecretStores,
  portfolio: string,
  source: string,
  given: CredentialsEntry,
): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { at, map } = await readEntries(licensing, portfolio);
    const next = { ...map, [source]: given };
    requireRoom(next);
    const written = at ? await putVersion(at.secret, next) : await create(secretPrefix, portfolio, next);
    if (written === undefined) continue;
    if (await point(licensing, portfolio, at, written)) return;
    if (!at) await erase(written.secret);
  }
  throw new ContendedError(`Others changed the credentials on each of ${ATTEMPTS} attempts`);
};

/** Writes a version; `undefined` where the secret has just been deleted. */
const putVersion = async (secret: string, map: Entries): Promise<Pointer | undefined> => {
  const version = randomUUID();
  const SecretString = JSON.stringify(map);
  try {
    await secretsClient().send(
      new PutSecretValueCommand({ SecretId: secret, ClientRequestToken: version, SecretString }),
    );
    return { secret, version };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

/** Removes the credentials of sources for good; those that are not there stay so. Throws ContendedError. */
export const removeCredentialsEntries = async (
  { licensing, secretPrefix }: SecretStores,
  portfolio: string,
  sources: readonly string[],
): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { at, map } = await readEntries(licensing, portfolio);
    if (!at || !sources.some((source) => Object.hasOwn(map, source))) return;
    const rest = Object.fromEntries(Object.entries(map).filter(([source]) => !sources.includes(source)));
    const next = Object.keys(rest).length > 0 ? await create(secretPrefix, portfolio, rest) : undefined;
    if (await point(licensing, portfolio, at, next)) {
      await erase(at.secret);
      return;
    }
    if (next) await erase(next.secret);
  }
  throw new ContendedError(`Others changed the credentials on each of ${ATTEMPTS} attempts`);
};

const requireRoom = (map: Entries): void => {
  const bytes = Buffer.byteLength(JSON.stringify(map));
  if (bytes <= MOST_BYTES) return;
  throw new Problem(
    409,
    'too_many_credentials',
    `The credentials of all sources together have ${bytes.toLocaleString('en')} bytes, and ${MOST_BYTES.toLocaleString('en')} can be kept. Let customers use those of their partner's source ("uses": "partner") in place of their own.`,
  );
};
