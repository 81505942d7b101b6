import { decodeJwt } from 'jose';
import { expect, TestRunner } from 'vitest';
import * as z from 'zod';
import { type Client, readDeployedEnvironment } from './deployed-environment.ts';
import type { Stage, TokenHolder } from './stage.ts';

const tokenAnswer = z.object({ access_token: z.string() });

/** The client-credentials grant (RFC 6749, section 4.4). Every call is a new token, of which no gateway remembers anything. */
const requestToken = async (tokenUrl: string, { id, secret, subject }: Client): Promise<string> => {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: id, ...(subject ? { subject } : {}) }),
  });
  if (!response.ok) throw new Error(`The issuer gave client ${id} no token: it answered ${response.status}`);
  return tokenAnswer.parse(await response.json()).access_token;
};

/**
 * Hands out the clients of partners: those that a file's set-up takes are its own until it ends, those that a test takes
 * until that ends. Whoever comes next gives them other access.
 */
const clientPool = (tokenUrl: string, clients: readonly Client[]) => {
  const taken = new Map<string, number>();
  return async (): Promise<TokenHolder> => {
    const file = expect.getState().testPath ?? '';
    const test = TestRunner.getCurrentTest()?.id;
    const taker = test ?? file;
    const place = taken.get(taker) ?? (test === undefined ? 0 : (taken.get(file) ?? 0));
    const next = clients[place];
    if (!next)
      throw new Error(
        `A test needs more than ${clients.length} clients at once. Name more in SEATPULSE_PARTNER_CLIENTS.`,
      );
    taken.set(taker, place + 1);
    const { sub } = decodeJwt(await requestToken(tokenUrl, next));
    return { subject: sub ?? next.id, issueToken: () => requestToken(tokenUrl, next) };
  };
};

/** A stage that runs somewhere else, reached over HTTP alone. */
export const openDeployedStage = async (): Promise<Stage> => {
  const stage = readDeployedEnvironment();
  const api = new URL(stage.SEATPULSE_URL);
  const { SEATPULSE_TOKEN_URL: tokenUrl, SEATPULSE_OPERATOR_TOKEN: token, SEATPULSE_OPERATOR_CLIENT: operator } = stage;
  return {
    api,
    now: async () => {
      const { headers } = await fetch(new URL('/v1/openapi.json', api));
      return new Date(headers.get('date') ?? Number.NaN);
    },
    operatorToken: async () => token ?? (operator ? requestToken(tokenUrl, operator) : ''),
    newcomer: clientPool(tokenUrl, stage.SEATPULSE_PARTNER_CLIENTS),
  };
};
