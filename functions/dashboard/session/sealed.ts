import { createHash } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type * as z from 'zod';
import type { SessionKey, SessionKeys } from './session-keys.ts';

/** Seals small values so that a browser can keep them: nobody reads or changes them without the secret. */
export interface Sealer {
  /**
   * The value as compact JWE (A256GCM), good until an instant; its `kid` names the version of the secret. `purpose` keeps
   * one kind from being taken for another.
   */
  readonly seal: (
    purpose: string,
    value: Readonly<Record<string, unknown>>,
    lifetime: { readonly now: Date; readonly until: Date },
  ) => Promise<string>;
  /**
   * The value that was sealed for the purpose, or `undefined` when it is expired, forged, of another shape, or sealed by
   * a version of the secret that is not valid any more. Throws when the versions cannot be read.
   */
  readonly open: <Schema extends z.ZodType>(
    purpose: string,
    sealed: string | undefined,
    schema: Schema,
    now: Date,
  ) => Promise<z.output<Schema> | undefined>;
}

const keyOf = ({ secret }: SessionKey): Uint8Array => createHash('sha256').update(secret).digest();

/** Makes a sealer from the versions of the session secret. */
export const createSealer = (keys: SessionKeys): Sealer => ({
  seal: async (purpose, value, { now, until }) => {
    const current = await keys.current(now);
    return new EncryptJWT({ value })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: current.id })
      .setAudience(purpose)
      .setExpirationTime(until)
      .encrypt(keyOf(current));
  },
  open: async (purpose, sealed, schema, now) => {
    if (!sealed) return undefined;
    const keyNamed = async ({ kid }: { readonly kid?: unknown }): Promise<Uint8Array> => {
      const key = typeof kid === 'string' ? await keys.named(kid, now) : undefined;
      if (!key) throw new errors.JWKSNoMatchingKey();
      return keyOf(key);
    };
    try {
      const { payload } = await jwtDecrypt(sealed, keyNamed, {
        audience: purpose,
        currentDate: now,
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      return schema.safeParse(payload.value).data;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  },
});
