import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Call, OutboundAnswer } from '../../outbound/call.ts';
import type { FetchContext } from '../collector.ts';
import { putOff, refuse, SECONDS_TO_TRY_AGAIN } from './obstacles.ts';
import { readJson } from './read-json.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { hostsOf, type MicrosoftCredentials, type MicrosoftSettings } from './settings.ts';
import { refusedSignIn, signInError } from './sign-in-errors.ts';

/** What signing in takes of what fetching is given. */
export type SignInContext = Pick<
  FetchContext<MicrosoftSettings, MicrosoftCredentials>,
  'settings' | 'credentials' | 'now' | 'signal' | 'keepRefreshToken'
>;

/** What a token is for: a service, by its address, in a tenant. */
export interface Audience {
  readonly resource: string;
  readonly tenantId: string;
}

export interface Tokens {
  /** A token for the audience. Throws Stopped, CallFailed and AddressRefused. */
  readonly tokenFor: (context: SignInContext, audience: Audience) => Promise<string>;
  /** Forgets a token that was not taken. */
  readonly forget: (token: string) => void;
}

/** Not used for the last minutes of its life: the call that it is for may take some. */
const SECONDS_BEFORE_EXPIRY = 300;
/** Tokens of a thousand customers at two services; the oldest are forgotten beyond that. */
const MOST_KEPT = 2000;
const LARGEST_ANSWER_BYTES = 200_000;

const bearer = z.string().regex(/^[\x21-\x7e]{1,20000}$/u, 'it is no token');
const granted = z.object({
  access_token: bearer,
  expires_in: z.coerce.number().positive(),
  refresh_token: bearer.optional().catch(undefined),
});

/** Makes what signs in, and keeps tokens for as long as the function's instance lives. Who has other credentials gets other tokens. */
export const createTokens = (call: Call): Tokens => {
  const kept = oldestForgotten<{ readonly token: string; readonly until: number }>();
  const signIns = refreshTokens();

  const ask = async (context: SignInContext, audience: Audience, refreshToken: string | undefined) => {
    const { settings, credentials, now, signal } = context;
    const { login } = hostsOf(settings);
    const scope = `${audience.resource}/.default`;
    const grant: Record<string, string> =
      refreshToken === undefined
        ? { grant_type: 'client_credentials', scope }
        : { grant_type: 'refresh_token', refresh_token: refreshToken, scope: `${scope} offline_access` };
    const form = { client_id: settings.clientId, client_secret: credentials.clientSecret, ...grant };
    const answer = await call({
      url: `${login}/${encodeURIComponent(audience.tenantId)}/oauth2/v2.0/token`,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      mostBytes: LARGEST_ANSWER_BYTES,
      signal,
    });
    if (answer.status === 200) return readJson(answer, granted, 'sign-in');
    throw await refusalOf(answer, now());
  };

  const tokenFor = async (context: SignInContext, audience: Audience): Promise<string> => {
    const { settings, credentials, now } = context;
    const first = settings.auth === 'partner' ? requireRefreshToken(credentials) : undefined;
    const { login } = hostsOf(settings);
    const who = [login, settings.clientId, credentials.clientSecret, first === undefined ? '' : signIns.idOf(first)];
    const key = hashOf([...who, audience.resource, audience.tenantId].join('\n'));
    const known = kept.get(key);
    if (known && known.until > now().getTime()) return known.token;
    const used = first === undefined ? undefined : signIns.latestOf(first);
    const { access_token: token, expires_in: seconds, refresh_token: next } = await ask(context, audience, used);
    if (used !== undefined && next !== undefined && next !== used) {
      await context.keepRefreshToken(used, next); // known to others first: it is of no use to them in this memory
      signIns.replace(used, next);
    }
    kept.set(key, { token, until: now().getTime() + (seconds - SECONDS_BEFORE_EXPIRY) * 1000 });
    return token;
  };

  const forget = (token: string): void => kept.remove((one) => one.token === token);
  return { tokenFor, forget };
};

const requireRefreshToken = ({ refreshToken }: MicrosoftCredentials): string => {
  if (refreshToken === undefined) throw refuse('credentials_refused', 'refreshToken');
  return refreshToken;
};

const refusalOf = async (answer: OutboundAnswer, now: Date) => {
  const { status, headers } = answer;
  if (status === 429) {
    answer.discard();
    return putOff('throttled', retryAfterSeconds(headers['retry-after'], now));
  }
  if (status >= 500) {
    answer.discard();
    return putOff('unavailable', retryAfterSeconds(headers['retry-after'] ?? `${SECONDS_TO_TRY_AGAIN}`, now));
  }
  if (status < 400) {
    answer.discard();
    return refuse('answer_unusable', `sign-in: HTTP ${status}`);
  }
  const { state, detail } = refusedSignIn(await readJson(answer, signInError, `sign-in: HTTP ${status}`));
  return refuse(state, detail);
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** A map that forgets what it was told first when it is full. */
const oldestForgotten = <Value>() => {
  const values = new Map<string, Value>();
  return {
    get: (key: string) => values.get(key),
    set: (key: string, value: Value): void => {
      values.delete(key);
      values.set(key, value);
      for (const oldest of values.keys()) {
        if (values.size <= MOST_KEPT) break;
        values.delete(oldest);
      }
    },
    remove: (unwanted: (value: Value) => boolean): void => {
      for (const [key, value] of values) if (unwanted(value)) values.delete(key);
    },
  };
};

/**
 * Which refresh tokens are of one sign-in: each exchange gives the next of it, while whoever collects at the same time may
 * still hold one before.
 */
const refreshTokens = () => {
  const signIns = oldestForgotten<{ readonly id: string; latest: string }>();
  const known = (token: string) => signIns.get(hashOf(token));
  return {
    idOf: (token: string): string => known(token)?.id ?? hashOf(token),
    latestOf: (token: string): string => known(token)?.latest ?? token,
    replace: (used: string, next: string): void => {
      const signIn = known(used) ?? { id: hashOf(used), latest: next };
      signIn.latest = next;
      signIns.set(hashOf(used), signIn);
      signIns.set(hashOf(next), signIn);
    },
  };
};
