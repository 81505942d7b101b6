import { Agent, type IncomingMessage, request as startRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

interface UpstreamRequest {
  readonly method: string;
  /** Path and query as they go on the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: IncomingMessage;
}

export interface Forwarder {
  /** Sends a request to an embedded server; the answer's body has to be read or piped. */
  readonly forward: (upstream: URL, request: UpstreamRequest) => Promise<UpstreamAnswer>;
  readonly close: () => void;
}

/** Headers that belong to one connection, or that Node.js sets for the next one. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect', 'date']);

/** The headers that may pass from one connection to another. */
export const endToEndHeaders = (
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HOP_HEADERS.has(name) ? [] : [[name, typeof value === 'string' ? value : value.join(',')]],
    ),
  );

/** Connections to the embedded servers that stay open between calls. */
export const createForwarder = (): Forwarder => {
  const agent = new Agent({ keepAlive: true });
  return {
    forward: (upstream, { method, target, headers, body, signal }) =>
      new Promise((resolve, reject) => {
        const outgoing = startRequest(
          {
            agent,
            host: upstream.hostname,
            port: upstream.port,
            method,
            path: target,
            headers: { ...endToEndHeaders(headers), ...(body ? { 'content-length': String(body.length) } : {}) },
            ...(signal ? { signal } : {}),
          },
          (incoming) => {
            const answerHeaders = endToEndHeaders(incoming.headers);
            const length = incoming.headers['content-length'];
            if (length !== undefined) answerHeaders['content-length'] = length;
            resolve({ status: incoming.statusCode ?? 500, headers: answerHeaders, body: incoming });
          },
        );
        outgoing.once('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
};

/** The whole body of an answer. */
export const readAnswer = ({ body }: UpstreamAnswer): Promise<Buffer> => buffer(body);
