import { createServer, type IncomingMessage } from 'node:http';
import { addressOf, listenLocally } from '../../embedded/embedded.ts';
import { type Answer, sendAnswer } from './answer.ts';
import type { Call, KnownCall, Origin, OriginName, RecordedCall } from './call.ts';
import type { Scripts } from './scripts.ts';

const LARGEST_BODY_BYTES = 1_000_000;

export interface ServedOrigin {
  readonly url: URL;
  readonly stop: () => Promise<void>;
}

interface Service {
  readonly name: OriginName;
  readonly now: () => Date;
  readonly scripts: Scripts;
  readonly record: (call: RecordedCall) => void;
  readonly port?: number | undefined;
}

/** Serves an origin on 127.0.0.1 at `port` (0 lets the system choose). What is scripted goes before what it answers. */
export const serveOrigin = async (
  { name, now, scripts, record, port = 0 }: Service,
  origin: Origin,
): Promise<ServedOrigin> => {
  const server = createServer((request, response) => {
    void (async () => {
      const call = await readCall(request, url);
      const known = origin(call);
      const answer = await answerOf(call, known, scripts);
      const { route, report, tenantId } = isAnswer(known) ? noRoute : known;
      record({
        at: now(),
        origin: name,
        method: call.method,
        route,
        report,
        tenantId,
        path: `${call.url.pathname}${call.url.search}`,
        hadBearer: call.headers.authorization !== undefined,
        status: answer.status,
      });
      await sendAnswer(response, answer, now());
    })().catch((error: unknown) => {
      process.stderr.write(`The stand-in for Microsoft failed at ${request.method} ${request.url}: ${String(error)}\n`);
      request.socket.destroy();
    });
  });
  await listenLocally(server, port);
  const url = addressOf(server);
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const noRoute = { route: undefined, report: undefined, tenantId: undefined };

const isAnswer = (known: KnownCall | Answer): known is Answer => 'status' in known;

const answerOf = async (call: Call, known: KnownCall | Answer, scripts: Scripts): Promise<Answer> => {
  if (isAnswer(known)) return known;
  const scripted = scripts.take(known);
  return scripted ? scripted(known, call) : known.answer();
};

const readCall = async (request: IncomingMessage, origin: URL): Promise<Call> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > LARGEST_BODY_BYTES) throw new Error('The body is larger than any of these services takes');
    pieces.push(piece);
  }
  const { method = 'GET', url = '/', headers } = request;
  return { method, url: new URL(url, origin), headers, body: Buffer.concat(pieces).toString() };
};
