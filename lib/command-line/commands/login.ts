import * as z from 'zod';
import { createSeatpulse } from '../../client/create-seatpulse.ts';
import { SeatpulseError } from '../../client/seatpulse-error.ts';
import { keepLogin, type Login, loginPath } from '../terminal/login-file.ts';
import { readSecret } from '../terminal/read-secret.ts';
import { requireAddress } from '../terminal/require-address.ts';
import { type Terminal, UsageError } from '../terminal/terminal.ts';
import { tokenSource } from '../terminal/token-source.ts';
import type { Context, Done } from './context.ts';

const loginOptions = z.object({
  url: z.string(),
  issuer: z.string().optional(),
  clientId: z.string().optional(),
  scope: z.string().optional(),
});

/** Keeps a deployment's address with a pasted token or a program's credentials, once the deployment takes them. */
export const login = async ({ terminal, output, options }: Context, typed: unknown): Promise<Done> => {
  const { url, issuer, clientId, scope } = loginOptions.parse(typed);
  const kept: Login = { url: requireAddress(url).href, by: await readBy(terminal, issuer, clientId, scope) };
  await requireTaken(terminal, kept, options.partner);
  await keepLogin(terminal, kept);
  const file = loginPath(terminal);
  output.give({ url: kept.url, file }, [`Logged in to ${kept.url}; kept in ${file}, which only you may read.`]);
  return true;
};

const readBy = async (
  terminal: Terminal,
  issuer: string | undefined,
  clientId: string | undefined,
  scope: string | undefined,
): Promise<Login['by']> => {
  if (issuer === undefined && clientId === undefined) return { token: await readSecret(terminal, 'Token') };
  if (issuer === undefined || clientId === undefined)
    throw new UsageError('A program logs in by both: --issuer and --client-id.');
  const clientSecret = await readSecret(terminal, `Secret of ${clientId}`);
  const by = { issuer: requireAddress(issuer).href, clientId, clientSecret };
  return scope === undefined ? by : { ...by, scope };
};

/** Throws where the deployment does not take the token. One that may do other things than this call is taken. */
const requireTaken = async ({ clock }: Terminal, { url, by }: Login, partner: string | undefined): Promise<void> => {
  try {
    const seatpulse = createSeatpulse({ url, token: tokenSource(by, clock), partner, clock });
    await seatpulse.GET('/v1/customers', { params: { query: { limit: 1 } } });
  } catch (error) {
    if (!(error instanceof SeatpulseError && error.code === 'missing_scope')) throw error;
  }
};
