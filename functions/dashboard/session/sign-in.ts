import * as oidc from 'openid-client';
import * as z from 'zod';
import { kindInLog } from '../../../lib/observability/error-in-log.ts';
import { logger } from '../../../lib/observability/logger.ts';
import { Problem } from '../../../lib/problem/problem.ts';
import type { Sealer } from './sealed.ts';
import { cookieNamed, cookieOf, endedCookie } from './session.ts';

/** Where people sign in, and as which client. */
export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** The address of the pages, without a trailing slash. */
  readonly pagesUrl: string;
}

/** What the browser keeps while it is away at the issuer. */
const attempt = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

const PURPOSE = 'sign-in';
const COOKIE = '__Host-seatpulse-sign-in';
/** The first sign-in asks for a new password and for an authenticator app, which may have to be installed. */
const MINUTES = 60;

/** Who has signed in, and where they were going. */
interface SignedIn {
  readonly subject: string;
  /** A path of our own. */
  readonly to: string;
}

/** OpenID Connect's code flow with PKCE, state and nonce, for a public client. */
export interface SignIn {
  /** Where to send the browser, and the cookie it needs on its way back. */
  readonly begin: (to: string, now: Date) => Promise<{ location: string; cookie: string }>;
  /** Who came back; `query` is what the issuer added to our address. Throws a 400 problem when it is not a sign-in begun here. */
  readonly finish: (query: string, cookies: readonly string[], now: Date) => Promise<SignedIn>;
  /** Where the issuer ends its own session; `undefined` when it has no such place. */
  readonly endSessionUrl: () => Promise<string | undefined>;
  /** Deletes the cookie of a sign-in that is over. */
  readonly endedCookie: string;
}

/** Only a path of these pages, so that nobody is led elsewhere by a link to the sign-in. */
export const ownPath = (to: string | undefined): string => (to && /^\/(?![/\\])[^\\\s]*$/u.test(to) ? to : '/');

/** Makes the sign-in of a stage's issuer; what the issuer says of itself is asked for once per instance. */
export const createSignIn = (sealer: Sealer, { issuer, clientId, pagesUrl }: SignInSettings): SignIn => {
  const redirectUri = `${pagesUrl}/auth/callback`;
  const server = new URL(issuer);
  let known: Promise<oidc.Configuration> | undefined;
  const configuration = (): Promise<oidc.Configuration> => {
    // An issuer that the stage names by http is meant so; tokens still come from it directly.
    const execute = server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    known ??= oidc.discovery(server, clientId, undefined, oidc.None(), { execute });
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    begin: async (to, now) => {
      const verifier = oidc.randomPKCECodeVerifier();
      const [state, nonce] = [oidc.randomState(), oidc.randomNonce()];
      const location = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const until = new Date(now.getTime() + MINUTES * 60_000);
      const sealed = await sealer.seal(PURPOSE, { state, nonce, verifier, to: ownPath(to) }, { now, until });
      return { location: location.href, cookie: cookieOf(COOKIE, sealed, MINUTES * 60) };
    },
    finish: async (query, cookies, now) => {
      const begun = await sealer.open(PURPOSE, cookieNamed(cookies, COOKIE), attempt, now);
      if (!begun)
        throw new Problem(400, 'sign_in_expired', 'This sign-in took too long or was begun elsewhere. Start again.');
      try {
        const tokens = await oidc.authorizationCodeGrant(await configuration(), new URL(`${redirectUri}?${query}`), {
          pkceCodeVerifier: begun.verifier,
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          idTokenExpected: true,
        });
        return { subject: tokens.claims()?.sub ?? '', to: begun.to };
      } catch (cause) {
        if (!isTheirs(cause)) throw cause;
        // The kind only: the library's messages may quote what the issuer sent.
        logger.warn('sign-in refused', { reason: kindInLog(cause) });
        throw new Problem(400, 'sign_in_refused', 'The sign-in was not completed. Start again.', { cause });
      }
    },
    endSessionUrl: async () => {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(config, {
        post_logout_redirect_uri: `${pagesUrl}/`,
        client_id: clientId,
        logout_uri: `${pagesUrl}/`,
      }).href;
    },
    endedCookie: endedCookie(COOKIE),
  };
};

/** What the issuer or the browser got wrong, as opposed to an issuer that cannot be reached. */
const isTheirs = (error: unknown): boolean =>
  error instanceof oidc.AuthorizationResponseError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.ClientError;
