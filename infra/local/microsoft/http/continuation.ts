/** The token of the page that begins at an item of a list, as the lists here give it. */
export const continuationAt = (at: number): string => Buffer.from(String(at)).toString('base64url');

/** Where the page of a token begins; undefined for what is no token. */
export const readContinuation = (token: string): number | undefined => {
  const text = Buffer.from(token, 'base64url').toString();
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined;
};
