import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MutableToken, TokenRequestIncomingMessage } from 'oauth2-mock-server';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { IssuerClient } from './issuer-clients.ts';

export interface TokenRequest {
  /** Who calls; by default the client itself, as in the client-credentials grant. */
  readonly subject?: string;
  /** By default the first client of the template. */
  readonly clientId?: string;
  /** By default an hour. */
  readonly expiresInSeconds?: number;
}

export interface Issuer {
  readonly url: URL;
  /** Says which clients there are, which the template tells only once the issuer's address is known. */
  readonly register: (clients: readonly IssuerClient[]) => void;
  /** An access token in Cognito's shape, by the runtime's clock. */
  readonly issueToken: (request?: TokenRequest) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const TOKEN_SECONDS = 3_600;

/** What `POST /token` reads of the form; any grant is given. */
const tokenForm = z.object({ client_id: z.string().optional(), subject: z.string().optional() });

/**
 * Starts the mock issuer on 127.0.0.1 at `port` (0 lets the system choose). `POST /token` gives tokens to other
 * programs: the form of the client-credentials grant, and `subject` in it for a token of somebody else. With `dataDir`
 * it keeps its key, so that tokens outlive a restart.
 */
export const startIssuer = async ({
  port,
  clock,
  dataDir,
}: {
  port: number;
  clock: Clock;
  dataDir?: string;
}): Promise<Issuer> => {
  const { Events, OAuth2Server } = await import('oauth2-mock-server');
  const server = new OAuth2Server(undefined, undefined, { endpoints: { jwks: '/.well-known/jwks.json' } });
  const { keys } = server.issuer;
  const kept = dataDir === undefined ? undefined : await readKey(dataDir);
  const key = kept ? await keys.add(kept) : await keys.generate('RS256');
  if (dataDir !== undefined && !kept) await keepKey(dataDir, key);
  await server.start(port, '127.0.0.1');
  const url = new URL(`http://127.0.0.1:${server.address().port}`);
  server.issuer.url = url.origin;

  let clients: readonly IssuerClient[] = [];
  /** The claims of an access token of Cognito: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
  const claims = ({ subject, clientId, expiresInSeconds = TOKEN_SECONDS }: TokenRequest) => {
    const client = clientId === undefined ? clients[0] : clients.find(({ id }) => id === clientId);
    if (!client) throw new Error(`The template has no user pool client "${clientId ?? ''}".`);
    const issuedAt = Math.floor(clock.now().getTime() / 1000);
    return {
      iss: url.origin,
      sub: subject ?? client.id,
      client_id: client.id,
      token_use: 'access',
      scope: client.scopes.join(' '),
      auth_time: issuedAt,
      iat: issuedAt,
      exp: issuedAt + expiresInSeconds,
      version: 2,
      jti: randomUUID(),
    };
  };
  const fill = (payload: Record<string, unknown>, request: TokenRequest): void => {
    for (const name of Object.keys(payload)) delete payload[name];
    Object.assign(payload, claims(request));
  };
  server.service.on(Events.BeforeTokenSigning, (token: MutableToken, request: TokenRequestIncomingMessage) => {
    const { subject, client_id: clientId } = tokenForm.parse(request.body);
    fill(token.payload, { ...(subject ? { subject } : {}), ...(clientId ? { clientId } : {}) });
  });
  const issueToken = (request: TokenRequest = {}): Promise<string> =>
    server.issuer.buildToken({ scopesOrTransform: (_header, payload) => fill(payload, request) });
  return {
    url,
    register: (known) => {
      clients = known;
    },
    issueToken,
    stop: () => server.stop(),
  };
};

const keyFile = (dataDir: string): string => join(dataDir, 'issuer-key.json');

const readKey = async (dataDir: string): Promise<Record<string, unknown> | undefined> => {
  try {
    // The file is written by this module only.
    return JSON.parse(await readFile(keyFile(dataDir), 'utf8')) as Record<string, unknown>;
  } catch {
    return undefined;
  }
};

const keepKey = async (dataDir: string, key: object): Promise<void> => {
  await mkdir(dataDir, { recursive: true });
  await writeFile(keyFile(dataDir), JSON.stringify(key), { mode: 0o600 });
};
