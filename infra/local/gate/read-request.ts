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

/** By events: an iterator over the body takes several turns of the loop for what mostly comes in one piece. */
const readBody = (incoming: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > LARGEST_BODY_BYTES)
        incoming.destroy(new BodyTooLargeError(`The body is larger than ${LARGEST_BODY_BYTES} bytes`));
    });
    incoming.once('end', () => resolve(Buffer.concat(chunks, bytes)));
    incoming.once('error', reject);
    incoming.once('close', () => reject(new Error('The caller hung up before the end of the body')));
  });

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
