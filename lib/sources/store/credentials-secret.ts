import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
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
 * A secret is planned, by an item of its own, before it is created: one whose creator was killed is taken over, or deleted.
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

/** Secrets that are to go unless they count once `after`, a version or nothing yet, counts no more: those that are created, and those that are left. */
const planned = z.object({ secrets: z.array(z.object({ secret: z.string(), after: z.string() })) });
const plansOf = (licensing: Table, portfolio: string) => ({
  table: licensing,
  key: { owner: partnerOwner(portfolio), record: 'source-credentials-planned' },
  schema: planned,
});
const stateOf = (at: Pointer | undefined): string => at?.version ?? 'nothing';

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

/** Plans a secret; where `takesOver`, one that was planned for the same instead. Returns which one is planned. */
const plan = async (
  licensing: Table,
  portfolio: string,
  wanted: { readonly secret: string; readonly after: string },
  { takesOver }: { readonly takesOver: boolean },
): Promise<string> => {
  let { secret } = wanted;
  await changeUnderRevision(plansOf(licensing, portfolio), (current) => {
    const isThat = (one: typeof wanted) => one.after === wanted.after && (takesOver || one.secret === wanted.secret);
    const before = current?.secrets.find(isThat);
    secret = before?.secret ?? wanted.secret;
    return before ? undefined : { secrets: [...(current?.secrets ?? []), wanted] };
  });
  return secret;
};

/**
 * Creates a secret in the place of what counts now. Where `takesOver`, that of somebody who was killed at the same is taken,
 * by a version of our own; its versions before stay in it. `undefined` where it has just been deleted.
 */
const create = async (
  { licensing, secretPrefix }: SecretStores,
  portfolio: string,
  at: Pointer | undefined,
  map: Entries,
  { takesOver }: { readonly takesOver: boolean },
): Promise<Pointer | undefined> => {
  const fresh = { secret: nameFor(secretPrefix, portfolio), after: stateOf(at) };
  const secret = await plan(licensing, portfolio, fresh, { takesOver });
  const version = randomUUID();
  const SecretString = JSON.stringify(map);
  try {
    await secretsClient().send(new CreateSecretCommand({ Name: secret, ClientRequestToken: version, SecretString }));
    return { secret, version };
  } catch (error) {
    if (error instanceof ResourceExistsException) return putVersion(secret, map);
    throw error;
  }
};

/** Also one that was planned and never created: without recovery, Secrets Manager takes it for deleted. */
const erase = (secret: string): Promise<unknown> =>
  secretsClient().send(new DeleteSecretCommand({ SecretId: secret, ForceDeleteWithoutRecovery: true }));

/** Deletes the secrets that were planned after what counts no more, but for the one that counts. */
const settlePlans = async ({ licensing }: SecretStores, portfolio: string): Promise<void> => {
  const plans = (await readRevised(plansOf(licensing, portfolio)))?.value.secrets ?? [];
  if (plans.length === 0) return;
  const at = (await readRevised(pointerOf(licensing, portfolio)))?.value;
  const over = plans.filter(({ after }) => after !== stateOf(at));
  for (const { secret } of over) if (secret !== at?.secret) await erase(secret);
  await changeUnderRevision(plansOf(licensing, portfolio), (current) => {
    const left = current?.secrets.filter(({ secret }) => !over.some((one) => one.secret === secret)) ?? [];
    if (left.length === current?.secrets.length || !current) return undefined;
    return left.length > 0 ? { secrets: left } : REMOVE;
  });
};

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
  stores: SecretStores,
  portfolio: string,
  source: string,
  given: CredentialsEntry,
): Promise<void> => {
  const { licensing } = stores;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { at, map } = await readEntries(licensing, portfolio);
    const next = { ...map, [source]: given };
    requireRoom(next);
    const written = at
      ? await putVersion(at.secret, next)
      : await create(stores, portfolio, at, next, { takesOver: true });
    if (written === undefined) continue;
    const isOurs = await point(licensing, portfolio, at, written);
    await settlePlans(stores, portfolio);
    if (isOurs) return;
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
  stores: SecretStores,
  portfolio: string,
  sources: readonly string[],
): Promise<void> => {
  const { licensing } = stores;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { at, map } = await readEntries(licensing, portfolio);
    if (!at || !sources.some((source) => Object.hasOwn(map, source))) return settlePlans(stores, portfolio);
    const rest = Object.fromEntries(Object.entries(map).filter(([source]) => !sources.includes(source)));
    const isLast = Object.keys(rest).length === 0;
    const next = isLast ? undefined : await create(stores, portfolio, at, rest, { takesOver: false });
    if (!next && !isLast) continue;
    await plan(licensing, portfolio, { secret: at.secret, after: stateOf(at) }, { takesOver: false });
    const isOurs = await point(licensing, portfolio, at, next);
    await settlePlans(stores, portfolio);
    if (isOurs) return;
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
