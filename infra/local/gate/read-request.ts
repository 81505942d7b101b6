import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GateRequest } from './call.ts';

/** Above this a single request is refused; larger objects come in parts. */
const LARGEST_BODY_BYTES = 256 * 1024 * 1024;

/** Thrown for a body that is larger than the gate holds in memory. */
export class BodyTooLargeError extends Error {}

/** Reads a request with its whole body. Throws BodyTooLargeError. */
export const readRequest = async (incoming: IncomingMessage, response: ServerResponse): Promise<GateRequest> => {
  const target = incoming.url ?? '/';
  const queryStart = target.indexOf('?');
  const hungUp = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) hungUp.abort();
  });
  return {
    method: incoming.method ?? 'GET',
    path: queryStart < 0 ? target : target.slice(0, queryStart),
    query: queryStart < 0 ? [] : splitQuery(target.slice(queryStart + 1)),
    headers: plainHeaders(incoming),
    body: await readBody(incoming),
    signal: hungUp.signal,
  };
};

const readBody = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    // Without an encoding set, a request's stream yields buffers.
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    if (bytes > LARGEST_BODY_BYTES) throw new BodyTooLargeError(`The body is larger than ${LARGEST_BODY_BYTES} bytes`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks, bytes);
};

const splitQuery = (query: string): readonly (readonly [string, string])[] =>
  // A plus sign is a plus sign: S3 signs and reads queries by RFC 3986, not as forms.
  [...new URLSearchParams(query.replaceAll('+', '%2B'))];

const plainHeaders = (incoming: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
