import { checkedByOpenApi } from './openapi-answers.ts';
import { theStack } from './stack.ts';

/** One answer of the API, its body parsed. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Request {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls the API over HTTP, as a client would: `PUT /v1/customers/contoso`. A text or bytes body is sent as it is,
 * anything else as JSON. Every JSON answer is held against the API's own OpenAPI document.
 */
export const call = async <Body = Record<string, unknown>>(
  methodAndPath: string,
  { token, body, headers = {} }: Request = {},
): Promise<Answer<Body>> => {
  const [method = 'GET', path = '/'] = methodAndPath.split(' ');
  const { api } = await theStack();
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(new URL(path, api), {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }), // bytes and texts are bodies
  });
  const text = await response.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  await checkedByOpenApi(method, path, response.status, parsed);
  return { status: response.status, body: parsed as Body, headers: response.headers }; // checked against the document
};

/** Recalculates now (all that the caller sees, or one customer) and waits until snapshots and portfolios are there. */
export const recalculate = async (token: string, customerId?: string): Promise<void> => {
  const { status, body } = await call('POST /v1/recalculations', { token, body: customerId ? { customerId } : {} });
  if (status !== 202) throw new Error(`The recalculation was not taken: ${JSON.stringify(body)}`);
  await everythingIsDone();
};

/** Waits until no message, no event and no invocation is left. */
export const everythingIsDone = async (): Promise<void> => {
  const stack = await theStack();
  await stack.idle();
};
