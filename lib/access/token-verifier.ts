import { JwtVerifier } from 'aws-jwt-verify';
import * as errors from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { subjectOf, UnacceptableTokenError } from './token-claims.ts';

export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  /** The clients whose tokens are taken. */
  readonly clientIds: readonly string[];
}

/** What became of a token: whom it speaks for, or why it is not taken. */
export type Verdict = { readonly subject: string } | { readonly refused: string };

/** A gateway waits 10 seconds for its authorizer; an issuer that takes longer than this is as good as unreachable. */
const KEYS_TIMEOUT_MILLISECONDS = 4_000;

/** Fetches by whatever scheme the URI has; the library's own fetcher speaks https only. */
const keyFetcher = {
  fetch: async (uri: string): Promise<ArrayBuffer> => {
    const answer = await fetch(uri, { signal: AbortSignal.timeout(KEYS_TIMEOUT_MILLISECONDS) });
    if (!answer.ok) throw new Error(`The issuer answered ${answer.status} for its signing keys at ${uri}`);
    return answer.arrayBuffer();
  },
};

/** What is wrong with the issuer's keys, and not with the token. */
const isIssuersFault = (error: unknown): boolean =>
  error instanceof errors.FetchError || error instanceof errors.JwksValidationError;

/** The class of an error as the library names it: the class itself is named otherwise in a bundle. */
const kindOf = (error: errors.JwtBaseError): string =>
  Object.entries(errors).find(([, kind]) => kind === error.constructor)?.[0] ?? error.name;

/**
 * Makes the function that checks a token's signature, issuer, time and client. It keeps the issuer's keys, and fetches
 * them again when a token names one it does not know. It throws when the keys cannot be had: the token may be good.
 */
export const createTokenVerifier = ({
  issuer,
  jwksUri,
  clientIds,
}: TokenIssuer): ((token: string) => Promise<Verdict>) => {
  const taken = new Set(clientIds);
  // The audience is checked with the other claims: Cognito's access tokens name their client in `client_id`.
  const verifier = JwtVerifier.create(
    { issuer, jwksUri, audience: null },
    { jwksCache: new SimpleJwksCache({ fetcher: keyFetcher }) },
  );
  return async (token) => {
    try {
      return { subject: subjectOf(await verifier.verify(token), taken) };
    } catch (error) {
      if (error instanceof UnacceptableTokenError) return { refused: error.message };
      // The name only: the library's messages may quote the token.
      if (error instanceof errors.JwtBaseError && !isIssuersFault(error)) return { refused: kindOf(error) };
      throw error;
    }
  };
};
