import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Gives out words that only it can have made, and that hold what they are about. */
export interface Sealer {
  /** A JSON Web Token (HS256) with these claims. */
  readonly seal: (claims: object) => string;
  /** The claims of a token that this sealer made; undefined for any other text. */
  readonly open: (token: string) => unknown;
}

const HEADER = Buffer.from('{"typ":"JWT","alg":"HS256"}').toString('base64url');

/** A sealer with a key of its own. */
export const createSealer = (): Sealer => {
  const key = randomBytes(32);
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    seal: (claims) => {
      const text = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${text}.${sign(text).toString('base64url')}`;
    },
    open: (token) => {
      const [header, claims, signature, ...more] = token.split('.');
      if (header !== HEADER || !claims || !signature || more.length > 0) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(`${header}.${claims}`);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      return JSON.parse(Buffer.from(claims, 'base64url').toString());
    },
  };
};
