import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, ConnectionCut, json, type Pieces } from './answer.ts';
import type { Call, KnownCall, RouteName } from './call.ts';
import { continuationAt } from './continuation.ts';

/** How a service may answer that is in trouble, or hostile. */
export type ScriptedAnswer =
  /** A status by itself, with the error body of the service that has it. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly code?: string;
      readonly body?: unknown;
    }
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Stops after so many bytes: the connection is cut, or the body ends as if it were whole. */
  | { readonly kind: 'truncated'; readonly afterBytes: number; readonly cleanly?: boolean }
  /** The next page is at another host. */
  | { readonly kind: 'foreignNextLink'; readonly origin: string }
  /** Every page has a next one. */
  | { readonly kind: 'endlessPages' }
  /** The body comes in pieces of so many bytes, so many milliseconds (of the machine's clock) apart. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly everyMilliseconds: number }
  /** The body begins, and never goes on. */
  | { readonly kind: 'stalled'; readonly afterBytes: number }
  | { readonly kind: 'wrongType'; readonly contentType: string; readonly body: string }
  /** The usual body, and then its last kind of line again and again, up to so many bytes; none of it is held. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** The first line of the usual body alone. */
  | { readonly kind: 'emptyReport' };

/** Answers a call as scripted, given what is known of it and how it came. */
export type Scripted = (known: KnownCall, call: Call) => Answer | Promise<Answer>;

/** Makes what answers as scripted. */
export const scriptedAnswer = (scripted: ScriptedAnswer): Scripted => {
  switch (scripted.kind) {
    case 'status':
      return ({ route }) => statusAnswer(scripted, route);
    case 'redirect':
      return () => ({ status: scripted.status ?? 302, headers: { location: scripted.location } });
    case 'wrongType':
      return () => ({ status: 200, headers: { 'content-type': scripted.contentType }, body: scripted.body });
    case 'foreignNextLink':
      return async ({ answer }, { url }) => withNext(await answer(), new URL(url.pathname, scripted.origin));
    case 'endlessPages':
      return async ({ answer }, { url }) => withNext(await answer(), new URL(url));
    case 'truncated':
      return withBody((body) => truncated(body, scripted));
    case 'slow':
      return withBody((body) => slow(body, scripted));
    case 'stalled':
      return withBody((body) => stalled(body, scripted.afterBytes));
    case 'huge':
      return withBody((body) => huge(body, scripted.bytes));
    case 'emptyReport':
      return withBody(firstLine);
  }
};

const statusAnswer = (
  { status, retryAfterSeconds, code = CODES[status] ?? 'generalException', body }: ScriptedAnswer & { kind: 'status' },
  route: RouteName,
): Answer => {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return status === 304 ? { status, headers } : json(status, body ?? errorBody(route, code), headers);
};

/** An error as the service words it whose route it is. */
const errorBody = (route: RouteName, code: string): unknown => {
  const words = `Scripted: ${code}.`;
  switch (route) {
    case 'token':
      return { error: code, error_description: words, error_codes: [] };
    case 'customers':
    case 'customerSubscriptions':
    case 'applicationConsents':
      return { code, description: words, data: [], source: 'PartnerApiServiceCore' };
    default:
      return { error: { code, message: words } };
  }
};

/** Codes that Graph sends with these statuses (its reference on error responses). */
const CODES: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  410: 'resyncRequired',
  429: 'TooManyRequests',
  500: 'generalException',
  503: 'serviceNotAvailable',
  504: 'generalException',
};

const withBody =
  (change: (body: AsyncIterable<Buffer>) => Pieces): Scripted =>
  async ({ answer }) => {
    const { body = '', ...rest } = await answer();
    return { ...rest, body: change(piecesOf(body)) };
  };

async function* piecesOf(body: string | Pieces): AsyncGenerator<Buffer> {
  if (typeof body === 'string') yield Buffer.from(body);
  else for await (const piece of body) yield Buffer.from(piece);
}

async function* truncated(
  body: AsyncIterable<Buffer>,
  { afterBytes, cleanly = false }: { afterBytes: number; cleanly?: boolean },
): AsyncGenerator<Buffer> {
  yield* upTo(body, afterBytes);
  if (cleanly) return;
  await wait(CUT_AFTER_MILLISECONDS);
  throw new ConnectionCut();
}

/** Lets what was written reach the network before the connection is cut. */
const CUT_AFTER_MILLISECONDS = 5;

async function* upTo(body: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for await (const piece of body) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}

async function* slow(
  body: AsyncIterable<Buffer>,
  { bytes, everyMilliseconds }: { bytes: number; everyMilliseconds: number },
): AsyncGenerator<Buffer> {
  for await (const piece of body)
    for (let at = 0; at < piece.length; at += bytes) {
      yield piece.subarray(at, at + bytes);
      await wait(everyMilliseconds, undefined, { ref: false });
    }
}

async function* stalled(body: AsyncIterable<Buffer>, afterBytes: number): AsyncGenerator<Buffer> {
  yield* upTo(body, afterBytes);
  await new Promise<never>(() => {}); // until the reader hangs up, or the server stops
}

const HUGE_PIECE_BYTES = 64 * 1024;

async function* huge(body: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let sent = 0;
  let last: Buffer = Buffer.alloc(0);
  for await (const piece of body) {
    last = piece;
    sent += piece.length;
    yield piece;
  }
  const line = last.toString().trimEnd().split('\n').at(-1) ?? '';
  const lines = Buffer.from(`${line}\n`.repeat(Math.ceil(HUGE_PIECE_BYTES / (line.length + 1))));
  for (; sent < bytes; sent += lines.length) yield lines;
}

async function* firstLine(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const piece of body) {
    yield `${piece.toString().split('\n')[0] ?? ''}\n`;
    return;
  }
}

/** The answer with a next page at an address: in Graph's way or in Partner Center's, by how its list is called. */
const withNext = (answer: Answer, next: URL): Answer => {
  if (answer.status !== 200 || typeof answer.body !== 'string') return answer;
  const { headers = {}, body } = answer;
  const document = JSON.parse(body) as Record<string, unknown>; // made by one of the lists
  if ('value' in document) {
    next.searchParams.set('$skiptoken', continuationAt(0));
    return { status: 200, headers, body: JSON.stringify({ ...document, '@odata.nextLink': next.href }) };
  }
  const link = {
    uri: next.href,
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value: continuationAt(0) }],
  };
  return { status: 200, headers, body: JSON.stringify({ ...document, links: { next: link } }) };
};
