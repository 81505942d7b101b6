import { createHash, randomBytes } from 'node:crypto';

/** Too many to guess: 256 bits. */
const TOKEN_BYTES = 32;

/** 32 bytes in base64url, without padding. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** A new token of a mailed link, 43 characters. It is mailed and never stored. */
export const newDownloadToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/**
 * The SHA-256 of a token's text in hexadecimal digits, by which its link is stored; `undefined` for a text that cannot
 * be a token. Of the text, not of the bytes: the last character has two spare bits, and none may be altered.
 */
export const hashDownloadToken = (token: string): string | undefined =>
  TOKEN.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
