import { createHmac } from 'node:crypto';

/**
 * Makes the function that names a user of a customer by a keyed hash (HMAC-SHA-256, in hexadecimal digits): whoever does
 * not know the key cannot tell who is meant, not even by trying names. The id is read as it is when it comes in, so that
 * older spellings of it have the same hash.
 */
export const userHasher =
  (key: string) =>
  (customerId: string, userId: string): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([customerId, userId.trim().toLowerCase().normalize('NFC')]))
      .digest('hex');
export type UserHasher = ReturnType<typeof userHasher>;
