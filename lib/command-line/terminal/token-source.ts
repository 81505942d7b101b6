import * as oidc from 'openid-client';
import type { Clock } from '../../client/retrying-fetch.ts';
import type { ClientCredentials, Login } from './login-file.ts';
import { isLoopback } from './require-address.ts';
import { UsageError } from './terminal.ts';

/** A token is asked for anew when it is good for less than this: a call takes a while to arrive. */
const SPARE_MILLISECONDS = 60_000;
/** How long a token is taken to be good when the issuer does not say. */
const UNSAID_LIFETIME_SECONDS = 300;

/** What gives a token that is good now: the one that was pasted, or one of the issuer, kept for as long as it is good. */
export const tokenSource = (by: Login['by'], { now }: Pick<Clock, 'now'>): (() => Promise<string>) => {
  if ('token' in by) return async () => by.token;
  let held: Promise<{ token: string; until: number }> | undefined;
  return async () => {
    if (held && (await held).until - now().getTime() < SPARE_MILLISECONDS) held = undefined;
    held ??= requestToken(by).then(({ token, seconds }) => ({ token, until: now().getTime() + seconds * 1000 }));
    return (await held).token;
  };
};

/** Asks the issuer for a token. Throws a UsageError that says why there is none. */
const requestToken = async (by: ClientCredentials): Promise<{ token: string; seconds: number }> => {
  const { issuer, clientId, clientSecret, scope } = by;
  const url = new URL(issuer);
  try {
    const execute = isLoopback(url) ? [oidc.allowInsecureRequests] : [];
    const config = await oidc.discovery(url, clientId, clientSecret, oidc.ClientSecretBasic(clientSecret), { execute });
    const answer = await oidc.clientCredentialsGrant(config, scope === undefined ? {} : { scope });
    return { token: answer.access_token, seconds: answer.expires_in ?? UNSAID_LIFETIME_SECONDS };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The issuer ${issuer} gives ${clientId} no token: ${reason}`, { cause });
  }
};
