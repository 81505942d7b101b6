import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What is sent of a long body, piece by piece, as it is made. */
export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Pieces;
}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

/** The body of a connection that breaks. */
export class ConnectionCut extends Error {}

/** Sends an answer. A reader that hangs up, and a body that ends in `ConnectionCut`, end the connection. */
export const sendAnswer = async (response: ServerResponse, answer: Answer, now: Date): Promise<void> => {
  const { status, headers = {}, body = '' } = answer;
  response.writeHead(status, {
    ...headers,
    ...(typeof body === 'string' && status !== 304 ? { 'content-length': Buffer.byteLength(body) } : {}),
    date: now.toUTCString(),
  });
  if (typeof body === 'string') {
    response.end(body);
    return;
  }
  try {
    await pipeline(Readable.from(body, { objectMode: false }), response);
  } catch (error) {
    const hungUp = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    response.destroy();
    if (!(error instanceof ConnectionCut || hungUp)) throw error;
  }
};
