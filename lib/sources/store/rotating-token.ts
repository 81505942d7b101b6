import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { SDK_LOGGER } from '../../storage/sdk-logger.ts';
import type { Table } from '../../storage/table.ts';
import { readToken, replaceToken } from './refresh-token-table.ts';
import { keyOfSource, type SourcePlace } from './source.ts';

/** Where refresh tokens are kept, and the key that encrypts them. */
export interface TokenStores {
  readonly licensing: Table;
  readonly keyArn: string;
}

let sharedClient: KMSClient | undefined;
const kms = (): KMSClient => {
  sharedClient ??= new KMSClient({ logger: SDK_LOGGER });
  return sharedClient;
};

/** KMS encrypts at most 4,096 bytes (KMS API reference, Encrypt); a token may be longer. */
const MOST_BYTES = 4096;

/** Bound to its place: what was encrypted for one source is nothing for another. */
const contextOf = (place: SourcePlace, piece: number) => ({
  portfolio: place.portfolio,
  source: keyOfSource(place),
  piece: String(piece),
});

const encrypt = async (keyArn: string, place: SourcePlace, token: string): Promise<string[]> => {
  const bytes = Buffer.from(token);
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += MOST_BYTES) {
    const Plaintext = bytes.subarray(start, start + MOST_BYTES);
    const EncryptionContext = contextOf(place, pieces.length);
    const { CiphertextBlob } = await kms().send(new EncryptCommand({ KeyId: keyArn, Plaintext, EncryptionContext }));
    pieces.push(Buffer.from(CiphertextBlob ?? []).toString('base64'));
  }
  return pieces;
};

const decrypt = async (keyArn: string, place: SourcePlace, pieces: readonly string[]): Promise<string> => {
  const bytes: Buffer[] = [];
  for (const [index, piece] of pieces.entries()) {
    const CiphertextBlob = Buffer.from(piece, 'base64');
    const EncryptionContext = contextOf(place, index);
    const { Plaintext } = await kms().send(new DecryptCommand({ KeyId: keyArn, CiphertextBlob, EncryptionContext }));
    bytes.push(Buffer.from(Plaintext ?? []));
  }
  return Buffer.concat(bytes).toString();
};

/** The newest refresh token that came of the credentials of that id; `undefined` where none did: then the first one counts. */
export const readRefreshToken = async (
  { licensing, keyArn }: TokenStores,
  place: SourcePlace,
  of: string,
): Promise<string | undefined> => {
  const found = (await readToken(licensing, place))?.value;
  return found?.of === of ? decrypt(keyArn, place, found.pieces) : undefined;
};

/**
 * Keeps a refresh token that took the place of `used`. Where that is no longer the newest one (`first` is, before any was
 * kept), or another one is kept meanwhile, the newer one stays.
 */
export const keepRefreshToken = async (
  { licensing, keyArn }: TokenStores,
  place: SourcePlace,
  {
    of,
    first,
    used,
    next,
  }: { readonly of: string; readonly first: unknown; readonly used: string; readonly next: string },
  now: Date,
): Promise<void> => {
  const found = await readToken(licensing, place);
  const newest = found?.value.of === of ? await decrypt(keyArn, place, found.value.pieces) : first;
  if (newest !== used || next === used) return;
  const kept = { of, pieces: await encrypt(keyArn, place, next), storedAt: now.toISOString() };
  await replaceToken(licensing, place, found, kept);
};
