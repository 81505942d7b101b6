import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Patience } from '../../../lib/outbound/body.ts';
import { outbound } from '../../../lib/outbound/call.ts';
import { readText } from '../../../lib/outbound/read-text.ts';
import type { Budget, FetchContext, FetchItem } from '../../../lib/sources/collector.ts';
import { microsoftCollector } from '../../../lib/sources/microsoft/collector.ts';
import type { MicrosoftCredentials, MicrosoftSettings } from '../../../lib/sources/microsoft/settings.ts';

export const TENANT = '0c5e7a34-7a52-4b0e-9a0b-3f6d1c2b8e71';
export const PARTNER = '11111111-2222-4333-8444-555555555555';
export const CLIENT = '1950a258-227b-4e31-a9cf-717495945fc2';
const NOW = new Date('2026-03-11T06:00:00Z');

/** A request that a server got. */
interface Asked {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is answered: JSON or text, with 200 where no status is said; or what is written by hand. */
interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly write?: (response: ServerResponse) => void;
}
type Replies = readonly (Reply | ((asked: Asked) => Reply))[];

/** A server on this machine that answers each call as it is told to, in turn; the last answer is given again. */
const startOrigin = async () => {
  const asked: Asked[] = [];
  const replies = new Map<string, (Reply | ((asked: Asked) => Reply))[]>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = `${request.method} ${decodeURIComponent(request.url ?? '')}`;
    const one = { call, headers: request.headers, body: await readText(request) };
    asked.push(one);
    const waiting = replies.get(call) ?? [];
    const next = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? {
      status: 418,
      text: `${call} is not foreseen`,
    };
    const { status = 200, headers, json, text, write } = typeof next === 'function' ? next(one) : next;
    response.writeHead(status, headers);
    if (write) write(response);
    else response.end(json === undefined ? text : JSON.stringify(json));
  };
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    on: (call: string, ...answers: Replies) => void replies.set(call, [...answers]),
    /** What was called, in order, but for signing in. */
    calls: () => asked.map(({ call }) => call).filter((call) => !call.includes('/oauth2/')),
  };
};

interface PutFile {
  readonly id: string;
  readonly text: string;
  readonly tag: string | undefined;
}

/** Of who waits for nobody. */
export const IMPATIENT = { chunkMs: 100 };

type Context = FetchContext<MicrosoftSettings, MicrosoftCredentials>;

/**
 * A collector beside services of Microsoft and a storage that answer as they are told to, in a place of its own. The services
 * give tokens `token-1`, `token-2` … for any secret.
 */
export const startMicrosoft = async (given: Partial<MicrosoftSettings> = {}, patience: Partial<Patience> = {}) => {
  const [service, storage] = [await startOrigin(), await startOrigin()];
  const files: PutFile[] = [];
  const spent: string[] = [];
  const kept: string[] = [];
  let tokens = 0;
  const granting = () => {
    tokens += 1;
    const refreshed = given.auth === 'partner' ? { refresh_token: `refresh-${tokens}` } : {};
    return { json: { token_type: 'Bearer', expires_in: 3600, access_token: `token-${tokens}`, ...refreshed } };
  };
  for (const tenant of [TENANT, PARTNER, 'organizations']) service.on(`POST /${tenant}/oauth2/v2.0/token`, granting);
  const { origin } = service;
  const context: Context = {
    settings: {
      auth: 'application',
      clientId: CLIENT,
      hosts: { login: origin, graph: origin, partnerCenter: origin },
      ...given,
    },
    credentials: { clientSecret: 's3cret', ...(given.auth === 'partner' && { refreshToken: 'refresh-0' }) },
    tenantId: TENANT,
    now: () => NOW,
    signal: new AbortController().signal,
    tag: undefined,
    keepRefreshToken: async (used, next) => void kept.push(`${used} → ${next}`),
    spend: async ({ key, calls, seconds }: Budget, count) => {
      spent.push(`${count} of ${calls} in ${seconds} s: ${key}`);
      return undefined;
    },
    putFile: async ({ item, content, tag }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      files.push({ id: item.id, text: Buffer.concat(chunks).toString('utf8'), tag });
    },
  };
  const call = outbound({ deliverTo: ['127.0.0.1'], patience });
  const collector = microsoftCollector(call);
  return {
    service,
    storage,
    files,
    spent,
    kept,
    context,
    collector,
    /** Fetches an item by its kind, or by its id, as somebody who gives the collector what stands in `more`. */
    fetch: (id: string, more: Partial<Context> = {}) => {
      const item = { id, kind: id.split('@')[0] } as FetchItem; // of a kind that a collector plans
      return collector.fetch(item, { ...context, ...more });
    },
  };
};
