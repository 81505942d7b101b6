import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from './request-event.ts';

/** API Gateway's quotas for HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const LARGEST_BODY_BYTES = 10 * 1024 * 1024;
const LARGEST_HEAD_BYTES = 10_240;

/** A request, or the status and message by which the gateway refuses to read it. */
export type Received =
  | { readonly request: ApiRequest }
  | { readonly refusal: { readonly status: 400 | 413 | 431; readonly message: string } };

/** Reads a request whole, within the gateway's limits on line, headers and body. */
export const readRequest = async (incoming: IncomingMessage): Promise<Received> => {
  const body = await readBody(incoming);
  if (headBytes(incoming) > LARGEST_HEAD_BYTES) return refuse(431, 'Request Header Fields Too Large');
  if (!body) return refuse(413, 'Request Entity Too Large');
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  if (!isDecodable(path)) return refuse(400, 'Bad Request');
  return {
    request: {
      method: incoming.method ?? 'GET',
      path,
      query: query.join('?'),
      headers: incoming.headers,
      body,
      sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    },
  };
};

const refuse = (status: 400 | 413 | 431, message: string): Received => ({ refusal: { status, message } });

/** The body, or undefined if it is too large; it is read to its end all the same, so that the client gets the answer. */
const readBody = async (incoming: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes <= LARGEST_BODY_BYTES) chunks.push(part);
  }
  return bytes <= LARGEST_BODY_BYTES ? Buffer.concat(chunks) : undefined;
};

/** Request line and header lines with their line ends. */
const headBytes = ({ method = '', url = '', httpVersion, rawHeaders }: IncomingMessage): number =>
  Buffer.byteLength(`${method} ${url} HTTP/${httpVersion}\r\n`) +
  // Names and values alternate; each pair also has a colon, a space and a line end between two.
  rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part, 'latin1') + 2, 0);

const isDecodable = (path: string): boolean => {
  try {
    return decodeURIComponent(path) !== undefined;
  } catch {
    return false;
  }
};
