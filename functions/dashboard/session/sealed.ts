import { createHash } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type * as z from 'zod';

/** Seals small values so that a browser can keep them: nobody reads or changes them without the secret. */
export interface Sealer {
  /** The value as compact JWE (A256GCM), good until an instant. `purpose` keeps one kind from being taken for another. */
  readonly seal: (purpose: string, value: Readonly<Record<string, unknown>>, until: Date) => Promise<string>;
  /** The value that was sealed for the purpose, or `undefined` when it is expired, forged or of another shape. */
  readonly open: <Schema extends z.ZodType>(
    purpose: string,
    sealed: string | undefined,
    schema: Schema,
    now: Date,
  ) => Promise<z.output<Schema> | undefined>;
}

/** Makes a sealer from a secret of at least 32 random characters. */
export const createSealer = (secret: string): Sealer => {
  const key = createHash('sha256').update(secret).digest();
  return {
    seal: (purpose, value, until) =>
      new EncryptJWT({ value })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
        .setExpirationTime(until)
        .encrypt(key),
    open: async (purpose, sealed, schema, now) => {
      if (!sealed) return undefined;
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
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
  };
};
