import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { limitedBody, type Patience } from './body.ts';
import { checkedLookup, type Resolve, requireAllowed, resolveByDns } from './checked-lookup.ts';
import type { DeliverTo } from './deliver-to.ts';
import { AddressRefused, CallFailed } from './failures.ts';

/** A call to a host that a setting names, or the answer to another call. */
export interface OutboundRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The largest body that is read of the answer, in bytes. */
  readonly mostBytes: number;
  /** Breaks the call off, whatever it has come to: its reason is then thrown. */
  readonly signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Also one that leads elsewhere: redirects are followed by nobody but the caller. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To be read once, to its end or not; or let go of by `discard`. */
  readonly body: AsyncIterable<Buffer>;
  readonly discard: () => void;
}

/** Makes a call. Throws AddressRefused and, also while the body is read, CallFailed. */
export type Call = (request: OutboundRequest) => Promise<OutboundAnswer>;

const PATIENCE: Patience = { headMs: 30_000, chunkMs: 30_000, bodyMs: 180_000 };

/** How a stage calls others. What can be left out is what a test puts in its place. */
interface Outbound {
  readonly deliverTo: DeliverTo;
  readonly resolve?: Resolve;
  readonly patience?: Partial<Patience>;
}

/**
 * Makes what calls hosts that other people name. It reaches only whom the stage may call, at the addresses that were checked,
 * follows no redirect, and takes no answer that is too slow or too large. (`fetch` would follow the name once more after a
 * check, and its package weighs as much as all of a function's own code; Node.js takes the lookup of a connection as it is.)
 */
export const outbound = ({ deliverTo, resolve = resolveByDns, patience }: Outbound): Call => {
  const limits = { ...PATIENCE, ...patience };
  const lookup = checkedLookup(resolve, deliverTo);
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

  const askFor = (url: URL, { method = 'GET', headers, body, signal }: OutboundRequest): Promise<IncomingMessage> =>
    new Promise((answer, fail) => {
      const isHttps = url.protocol === 'https:';
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const request = (isHttps ? https : http).request(url, {
        method,
        headers: { 'accept-encoding': 'identity', ...headers, ...length },
        agent: agents[isHttps ? 'https:' : 'http:'],
        lookup,
        ...(signal && { signal }),
      });
      const silent = new CallFailed('silent', `${url.host} does not answer`);
      const timer = setTimeout(() => request.destroy(silent), limits.headMs);
      request.on('response', answer);
      request.on('error', fail); // also what comes after the answer, of which the body tells
      request.on('close', () => clearTimeout(timer));
      request.on('response', () => clearTimeout(timer));
      request.end(body);
    });

  return async (request) => {
    const url = requireAllowed(request.url, deliverTo);
    const broken = (cause: unknown, failure: 'unreachable' | 'cut_short'): unknown =>
      request.signal?.aborted ? request.signal.reason : failureOf(cause, failure, url.host);
    const answer = await askFor(url, request).catch((cause: unknown) => {
      throw broken(cause, 'unreachable');
    });
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: (async function* () {
        try {
          yield* limitedBody(answer, { ...limits, host: url.host, mostBytes: request.mostBytes });
        } catch (cause) {
          throw broken(cause, 'cut_short');
        }
      })(),
      discard: () => void answer.on('error', () => {}).destroy(),
    };
  };
};

/** What Node.js says of an answer that is no HTTP, and of a certificate that is none for the host. */
const MALFORMED = /^(?:HPE_|ERR_TLS|ERR_SSL|EPROTO)|CERT|UNABLE_TO_(?:GET|VERIFY)/u;

const failureOf = (cause: unknown, failure: 'unreachable' | 'cut_short', host: string): Error => {
  if (cause instanceof AddressRefused || cause instanceof CallFailed) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  if (MALFORMED.test(code)) return new CallFailed('malformed', `${host} does not speak HTTPS properly: ${code}`, cause);
  const what = failure === 'cut_short' ? 'breaks its answer off' : 'cannot be reached';
  return new CallFailed(failure, `${host} ${what}: ${code}`, cause);
};
