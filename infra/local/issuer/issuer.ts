import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { MutableRedirectUri, MutableToken, TokenRequestIncomingMessage } from 'oauth2-mock-server';
import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { IssuerClient } from './issuer-clients.ts';
import { type SignInChoice, signInPage } from './sign-in-page.ts';

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
  /** Says whom the sign-in page offers. */
  readonly offer: (choices: readonly SignInChoice[]) => void;
  /** An access token in Cognito's shape, by the runtime's clock. */
  readonly issueToken: (request?: TokenRequest) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const TOKEN_SECONDS = 3_600;

/** What `POST /token` reads of the form; any grant is given. */
const tokenForm = z.object({
  client_id: z.string().optional(),
  subject: z.string().optional(),
  code: z.string().optional(),
});

/** What the authorization endpoint reads of the query besides the standard's own. */
const wantedSubject = z.object({ login_hint: z.string().min(1).optional() });

/**
 * Starts the mock issuer on 127.0.0.1 at `port` (0 lets the system choose). `POST /token` gives tokens to other
 * programs: the form of the client-credentials grant, and `subject` in it for a token of somebody else. With `dataDir`
 * it keeps its key, so that tokens outlive a restart. People sign in by the code flow, on a page that asks who they are.
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

  const now = () => Math.floor(clock.now().getTime() / 1000);
  let clients: readonly IssuerClient[] = [];
  /** The claims of an access token of Cognito: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
  const claims = ({ subject, clientId, expiresInSeconds = TOKEN_SECONDS }: TokenRequest) => {
    const client = clientId === undefined ? clients[0] : clients.find(({ id }) => id === clientId);
    if (!client) throw new Error(`The template has no user pool client "${clientId ?? ''}".`);
    const issuedAt = now();
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
    const { code, client_id: clientId, ...form } = tokenForm.parse(request.body);
    const subject = form.subject ?? (code === undefined ? undefined : subjects.get(code));
    if (code !== undefined && 'aud' in token.payload) {
      Object.assign(token.payload, {
        sub: subject,
        token_use: 'id',
        iat: now(),
        exp: now() + TOKEN_SECONDS,
        nbf: now(),
      });
      return;
    }
    fill(token.payload, { ...(subject ? { subject } : {}), ...(clientId ? { clientId } : {}) });
  });
  /** Who signed in, by the code that the client exchanges. */
  const subjects = new Map<string, string>();
  let choices: readonly SignInChoice[] = [];
  server.service.on(Events.BeforeAuthorizeRedirect, (redirect: MutableRedirectUri, request: IncomingMessage) => {
    const { searchParams } = new URL(request.url ?? '', url);
    const subject = wantedSubject.parse(Object.fromEntries(searchParams)).login_hint;
    const code = redirect.url.searchParams.get('code');
    if (subject === undefined)
      redirect.url.href = new URL(`/sign-in?${searchParams}`, url).href; // sent as it is then
    else if (code !== null) subjects.set(code, subject);
  });
  server.service.addRoute('GET', '/sign-in', (request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(signInPage(choices, Object.fromEntries(new URL(request.url ?? '', url).searchParams)));
  });
  const issueToken = (request: TokenRequest = {}): Promise<string> =>
    server.issuer.buildToken({ scopesOrTransform: (_header, payload) => fill(payload, request) });
  return {
    url,
    register: (known) => {
      clients = known;
    },
    offer: (offered) => {
      choices = offered;
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
