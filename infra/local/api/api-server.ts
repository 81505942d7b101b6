import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { type ApiResponse, gatewayAnswer } from './function-response.ts';
import type { AnswerRequest } from './http-api.ts';
import { readRequest } from './read-request.ts';

/** Node.js would cut longer heads itself, without an answer in the gateway's words. */
const HEAD_BYTES_READ = 1024 * 1024;

export interface ApiServer {
  readonly url: URL;
  /** Says who answers; until then requests are answered 503. */
  readonly serve: (answer: AnswerRequest) => void;
  /** How many requests are being answered. */
  readonly running: () => number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the API's listener on 127.0.0.1 at `port` (0 lets the system choose). It listens before it can answer, as the
 * functions' environment holds its address. Throws when the port is taken.
 */
export const startApiServer = async (port: number, clock: Clock, log: (line: string) => void): Promise<ApiServer> => {
  let answer: AnswerRequest = async () => gatewayAnswer(503, 'Service Unavailable');
  let running = 0;
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    running += 1;
    try {
      const received = await readRequest(incoming);
      const response =
        'refusal' in received
          ? gatewayAnswer(received.refusal.status, received.refusal.message)
          : await answer(received.request);
      send(outgoing, response, incoming.method === 'HEAD', clock);
    } catch (error) {
      log(`The API could not answer ${incoming.method}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!outgoing.headersSent) send(outgoing, gatewayAnswer(500, 'Internal Server Error'), false, clock);
    } finally {
      running -= 1;
    }
  };
  const server = createServer(
    { maxHeaderSize: HEAD_BYTES_READ },
    (incoming, outgoing) => void handle(incoming, outgoing),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port: listening } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${listening}`),
    serve: (next) => {
      answer = next;
    },
    running: () => running,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const send = (
  outgoing: ServerResponse,
  { status, headers, body }: ApiResponse,
  headOnly: boolean,
  clock: Clock,
): void => {
  for (const [name, value] of Object.entries(headers))
    outgoing.setHeader(name, typeof value === 'string' ? value : [...value]);
  outgoing.setHeader('date', clock.now().toUTCString());
  const hasBody = status >= 200 && status !== 204 && status !== 304;
  if (hasBody && !outgoing.hasHeader('content-length')) outgoing.setHeader('content-length', body.length);
  outgoing.writeHead(status);
  outgoing.end(headOnly || !hasBody ? undefined : body);
};
