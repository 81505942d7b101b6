import { createSeatpulse, type Seatpulse } from '../../client/create-seatpulse.ts';
import { type Login, readLogin } from './login-file.ts';
import { requireAddress } from './require-address.ts';
import { type Terminal, UsageError } from './terminal.ts';
import { tokenSource } from './token-source.ts';

/** A deployment to speak to. */
export interface Session {
  readonly seatpulse: Seatpulse;
  /** Its address, written in one way however it was typed. */
  readonly url: string;
}

/** Options that all commands take. */
export interface GlobalOptions {
  readonly json: boolean;
  /** For operators: the partner to act for. */
  readonly partner?: string | undefined;
}

/**
 * Speaks to the deployment of the login, or of `SEATPULSE_URL` and `SEATPULSE_TOKEN`. A token that was stored for one
 * address is sent to no other one. Throws a UsageError where something is missing.
 */
export const openSession = async (terminal: Terminal, { partner }: GlobalOptions): Promise<Session> => {
  const { url: named, by } = await loginInForce(terminal);
  const url = requireAddress(named).href;
  const token = tokenSource(by, terminal.clock);
  return { seatpulse: createSeatpulse({ url, token, partner, clock: terminal.clock }), url };
};

const loginInForce = async (terminal: Terminal): Promise<Login> => {
  const { SEATPULSE_URL: url, SEATPULSE_TOKEN: token } = terminal.env;
  if (url && token) return { url, by: { token } };
  const stored = await readLogin(terminal);
  if (!stored)
    throw new UsageError('Nobody is logged in. Use seatpulse login, or set SEATPULSE_URL and SEATPULSE_TOKEN.');
  if (url && new URL(requireAddress(url)).href !== new URL(stored.url).href)
    throw new UsageError(`The login is for ${stored.url}. For ${url}, set SEATPULSE_TOKEN too, or log in there.`);
  return token ? { url: stored.url, by: { token } } : stored;
};
